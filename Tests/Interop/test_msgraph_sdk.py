# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""msgraph-sdk, unmodified: an application from its creation to its end."""
import asyncio
import base64
import pathlib

import azure.identity.aio
import pytest
from azure.core.pipeline.transport import AioHttpTransport
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from kiota_abstractions.api_error import APIError
from kiota_authentication_azure.azure_identity_authentication_provider import AzureIdentityAuthenticationProvider
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.applications.applications_request_builder import ApplicationsRequestBuilder
from msgraph.generated.applications.item.add_key.add_key_post_request_body import AddKeyPostRequestBody
from msgraph.generated.applications.item.add_password.add_password_post_request_body import AddPasswordPostRequestBody
from msgraph.generated.applications.item.remove_password.remove_password_post_request_body import (
    RemovePasswordPostRequestBody,
)
from msgraph.generated.models.application import Application
from msgraph.generated.models.key_credential import KeyCredential
from msgraph.generated.models.password_credential import PasswordCredential
from msgraph.generated.models.service_principal import ServicePrincipal
from msgraph_core import GraphClientFactory
import httpx

from test_azure_identity import verified
from test_roll_certificate import der, proof


def client(platform, credential):
    """A client as its documentation has it for a cloud of one's own: base address, allowed host, trusted authority."""
    host = platform.authority.split("//")[1]
    provider = AzureIdentityAuthenticationProvider(
        credential, scopes=["https://graph.microsoft.com/.default"], allowed_hosts=[host.split(":")[0]])
    http = GraphClientFactory.create_with_default_middleware(client=httpx.AsyncClient(verify=str(platform.ca)))
    adapter = GraphRequestAdapter(provider, client=http)
    adapter.base_url = platform.connection["graph"]
    return GraphServiceClient(request_adapter=adapter)


def run(platform, client_id, path, work):
    async def all_of_it():
        async with azure.identity.aio.CertificateCredential(
            platform.tenant, client_id, str(path), authority=platform.authority,
            transport=AioHttpTransport(connection_verify=str(platform.ca)),
        ) as credential:
            return await work(client(platform, credential))
    return asyncio.run(all_of_it())


def test_an_application_from_its_creation_to_its_end(platform, directory, files):
    async def work(graph):
        made = await graph.applications.post(Application(
            display_name="sdk", key_credentials=[KeyCredential(
                type="AsymmetricX509Cert", usage="Verify", key=base64.b64decode(der(files["daemon"])))]))
        assert made.app_id and made.key_credentials[0].key_id
        await graph.service_principals.post(ServicePrincipal(app_id=made.app_id))
        one = graph.applications.by_application_id(made.id)
        added = await one.add_password.post(AddPasswordPostRequestBody(
            password_credential=PasswordCredential(display_name="sdk secret")))
        assert added.secret_text and added.hint == added.secret_text[:3]
        query = ApplicationsRequestBuilder.ApplicationsRequestBuilderGetQueryParameters(
            filter=f"appId eq '{made.app_id}'", select=["id", "displayName", "passwordCredentials"])
        config = ApplicationsRequestBuilder.ApplicationsRequestBuilderGetRequestConfiguration(query_parameters=query)
        found = (await graph.applications.get(request_configuration=config)).value
        assert [entry.id for entry in found] == [made.id]
        assert str(found[0].password_credentials[0].key_id) == str(added.key_id)
        await one.patch(Application(notes="changed"))
        assert (await one.get()).notes == "changed"
        await one.remove_password.post(RemovePasswordPostRequestBody(key_id=added.key_id))
        assert (await one.get()).password_credentials == []
        return made

    made = run(platform, platform.connection["adminClientId"], platform.connection["adminCertificatePath"], work)
    assert "access_token" in directory.sign_in(made.app_id, files["daemon"])

    async def roll(graph):
        """With its own certificate, as the application itself."""
        return await graph.applications.by_application_id(made.id).add_key.post(AddKeyPostRequestBody(
            key_credential=KeyCredential(
                type="AsymmetricX509Cert", usage="Verify", key=base64.b64decode(der(files["stranger"]))),
            password_credential=None, proof=proof(files["daemon"], made.id)))

    added = run(platform, made.app_id, files["daemon"], roll)
    certificate = x509.load_pem_x509_certificate(pathlib.Path(files["stranger"]).read_bytes())
    assert added.key == certificate.public_bytes(serialization.Encoding.DER)
    token = directory.sign_in(made.app_id, files["stranger"])["access_token"]
    assert verified(platform, token, "https://graph.microsoft.com")["appid"] == made.app_id

    async def end(graph):
        await graph.applications.by_application_id(made.id).delete()
        with pytest.raises(APIError) as refusal:
            await graph.applications.by_application_id(made.id).get()
        assert refusal.value.error.code == "Request_ResourceNotFound"

    run(platform, platform.connection["adminClientId"], platform.connection["adminCertificatePath"], end)


def test_the_tenant_and_its_domains(platform):
    async def work(graph):
        [organization] = (await graph.organization.get()).value
        assert (organization.id, organization.tenant_type) == (platform.tenant, "AAD")
        assert (await graph.organization.by_organization_id(organization.id).get()).display_name == organization.display_name
        domains = (await graph.domains.get()).value
        assert {domain.id for domain in domains} == {domain.name for domain in organization.verified_domains}
        assert [domain.is_default for domain in domains].count(True) == 1
        assert (await graph.domains.by_domain_id(domains[0].id).get()).is_verified

    run(platform, platform.connection["adminClientId"], platform.connection["adminCertificatePath"], work)
