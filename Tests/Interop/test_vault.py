# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""azure-keyvault-secrets, -certificates and -keys, unmodified, against the vault."""
import asyncio
import base64
import hashlib
import uuid

import azure.identity
import azure.identity.aio
import azure.keyvault.secrets.aio
import pytest
import requests
from azure.core.exceptions import HttpResponseError, ResourceExistsError, ResourceNotFoundError
from azure.core.pipeline.transport import AioHttpTransport, RequestsTransport
from azure.keyvault.certificates import (
    CertificateClient, CertificateContentType, CertificatePolicy, CertificatePolicyAction, KeyType, LifetimeAction,
)
from azure.keyvault.keys import KeyClient
from azure.keyvault.keys.crypto import CryptographyClient, SignatureAlgorithm
from azure.keyvault.secrets import SecretClient
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.serialization import pkcs12

import certificates

API = "api-version=7.5"


def credential(platform, client_id=None, path=None):
    return azure.identity.CertificateCredential(
        platform.tenant, client_id or platform.connection["adminClientId"],
        str(path or platform.connection["adminCertificatePath"]), authority=platform.authority,
        disable_instance_discovery=True, transport=RequestsTransport(connection_verify=platform.ca),
    )


def client(kind, platform, identity=None, **options):
    return kind(
        platform.connection["vault"], identity or credential(platform), verify_challenge_resource=False,
        transport=RequestsTransport(connection_verify=platform.ca), **options,
    )


@pytest.fixture(scope="module")
def secrets(platform):
    return client(SecretClient, platform)


@pytest.fixture(scope="module")
def vault(platform):
    return client(CertificateClient, platform)


@pytest.fixture(scope="module")
def bearer(platform):
    session = requests.Session()
    session.verify = platform.ca
    token = credential(platform).get_token("https://vault.azure.net/.default").token
    session.headers["Authorization"] = f"Bearer {token}"
    return session


def fresh(prefix):
    return f"{prefix}-{uuid.uuid4().hex[:8]}"


def wait(poller):
    """Waits for a deletion or recovery; it is over at once, so the SDK's two seconds between polls are not needed."""
    poller.wait()
    return poller.result()


# --- challenge, errors ---

def test_challenges_a_request_without_token(platform):
    reply = requests.get(f"{platform.connection['vault']}/secrets/any?{API}", verify=platform.ca, timeout=60)
    assert reply.status_code == 401
    assert reply.headers["WWW-Authenticate"] == (
        f'Bearer authorization="{platform.authority}/{platform.tenant}", resource="https://vault.azure.net"')
    assert reply.json()["error"]["code"] == "Unauthorized"
    assert "AKV10000" in reply.json()["error"]["message"]


def test_refuses_a_token_for_another_resource(platform, directory):
    reply = directory.session.get(f"{platform.connection['vault']}/secrets/any?{API}", timeout=60)
    assert reply.status_code == 401 and "AKV10022" in reply.json()["error"]["message"]


@pytest.mark.parametrize("method, path, status, code", [
    ("GET", "/secrets/nothing-here/?api-version=7.5", 404, "SecretNotFound"),
    ("GET", "/certificates/nothing-here/?api-version=7.4", 404, "CertificateNotFound"),
    ("GET", "/keys/nothing-here/?api-version=2025-07-01", 404, "KeyNotFound"),
    ("GET", "/certificates/nothing-here/pending?api-version=7.5", 404, "PendingCertificateNotFound"),
    ("GET", "/deletedsecrets/nothing-here?api-version=7.5", 404, "SecretNotFound"),
    ("GET", "/secrets", 400, "BadParameter"),
    ("GET", "/secrets?api-version=1.0", 400, "BadParameter"),
    ("GET", "/secrets?api-version=7.5&maxresults=26", 400, "BadParameter"),
    ("GET", "/secrets?api-version=7.5&maxresults=0", 400, "BadParameter"),
    ("GET", "/secrets/under_score?api-version=7.5", 400, "BadParameter"),
    ("GET", "/secrets/..%2f..%2fmaster.key?api-version=7.5", 400, "BadParameter"),
    ("GET", "/secrets/%2e%2e/%2e%2e?api-version=7.5", 400, "BadParameter"),
    ("PUT", "/secrets/a%5Cb?api-version=7.5", 400, "BadParameter"),
    ("GET", "/secrets/" + "a" * 128 + "?api-version=7.5", 400, "BadParameter"),
    ("GET", "/secrets/name/not-a-version?api-version=7.5", 400, "BadParameter"),
    ("PUT", "/secrets/name?api-version=7.5", 400, "BadParameter"),
    ("POST", "/secrets?api-version=7.5", 405, "MethodNotAllowed"),
    ("GET", "/secrets/a/b/c/d?api-version=7.5", 404, "ResourceNotFound"),
])
def test_answers_in_the_error_shape(platform, bearer, method, path, status, code):
    request = requests.Request(method, platform.connection["vault"] + path).prepare()
    request.url = platform.connection["vault"] + path
    request.headers.update(bearer.headers)
    reply = bearer.send(request, timeout=60)
    assert (reply.status_code, reply.json()["error"]["code"]) == (status, code), reply.text


# --- secrets ---

def test_keeps_secrets_with_versions(secrets):
    name = fresh("secret")
    first = secrets.set_secret(name, "one", content_type="text/plain", tags={"team": "blue"})
    second = secrets.set_secret(name, "two")
    assert secrets.get_secret(name).value == "two"
    assert secrets.get_secret(name, first.properties.version).value == "one"
    assert first.properties.tags == {"team": "blue"} and first.properties.content_type == "text/plain"
    assert first.properties.recovery_level == "Recoverable+Purgeable" and first.properties.recoverable_days == 90
    versions = {p.version for p in secrets.list_properties_of_secret_versions(name)}
    assert versions == {first.properties.version, second.properties.version}
    assert name in {p.name for p in secrets.list_properties_of_secrets()}
    updated = secrets.update_secret_properties(name, enabled=False, tags={"a": "b"})
    assert updated.enabled is False and updated.tags == {"a": "b"} and updated.version == second.properties.version
    with pytest.raises(HttpResponseError) as refused:
        secrets.get_secret(name)
    assert refused.value.status_code == 403 and "SecretDisabled" in str(refused.value.response.text())


def test_deletes_recovers_and_purges_secrets(secrets):
    name = fresh("secret")
    secrets.set_secret(name, "value")
    deleted = wait(secrets.begin_delete_secret(name))
    assert deleted.recovery_id.endswith(f"/deletedsecrets/{name}")
    assert (deleted.scheduled_purge_date - deleted.deleted_date).days == 90
    with pytest.raises(ResourceNotFoundError, match="SecretNotFound"):
        secrets.get_secret(name)
    with pytest.raises(ResourceExistsError, match="ObjectIsDeletedButRecoverable"):
        secrets.set_secret(name, "again")
    assert name in {s.name for s in secrets.list_deleted_secrets()}
    wait(secrets.begin_recover_deleted_secret(name))
    assert secrets.get_secret(name).value == "value"
    wait(secrets.begin_delete_secret(name))
    secrets.purge_deleted_secret(name)
    with pytest.raises(ResourceNotFoundError):
        secrets.get_deleted_secret(name)
    assert secrets.set_secret(name, "anew").value == "anew"


def test_restores_a_backup(secrets):
    name = fresh("secret")
    secrets.set_secret(name, "one")
    secrets.set_secret(name, "two")
    backup = secrets.backup_secret(name)
    assert b"two" not in backup
    wait(secrets.begin_delete_secret(name))
    secrets.purge_deleted_secret(name)
    assert secrets.restore_secret_backup(backup).name == name
    assert secrets.get_secret(name).value == "two"
    assert len(list(secrets.list_properties_of_secret_versions(name))) == 2
    with pytest.raises(ResourceExistsError):
        secrets.restore_secret_backup(backup)


def test_pages_through_secrets(secrets):
    prefix = fresh("page")
    for number in range(30):
        secrets.set_secret(f"{prefix}-{number:02}", str(number))
    names = [p.name for p in secrets.list_properties_of_secrets(max_page_size=7)]
    assert len(names) == len(set(names)) and len([n for n in names if n.startswith(prefix)]) == 30


def test_serves_the_asynchronous_client(platform):
    async def run():
        identity = azure.identity.aio.CertificateCredential(
            platform.tenant, platform.connection["adminClientId"], platform.connection["adminCertificatePath"],
            authority=platform.authority, transport=AioHttpTransport(connection_verify=platform.ca))
        async with identity, azure.keyvault.secrets.aio.SecretClient(
                platform.connection["vault"], identity, verify_challenge_resource=False,
                transport=AioHttpTransport(connection_verify=platform.ca)) as secrets:
            name = fresh("async")
            await secrets.set_secret(name, "grüße ☃")
            return (await secrets.get_secret(name)).value
    assert asyncio.run(run()) == "grüße ☃"


# --- certificates ---

def test_creates_a_certificate_with_its_secret_and_key(platform, vault, secrets):
    name = fresh("made")
    policy = CertificatePolicy(
        issuer_name="Self", subject="CN=orders.example,O=Contoso", san_dns_names=["orders.example", "www.orders.example"],
        validity_in_months=6, key_size=2048, key_usage=["digitalSignature"], enhanced_key_usage=["1.3.6.1.5.5.7.3.2"])
    made = vault.begin_create_certificate(name, policy, tags={"team": "blue"}).result()
    leaf = x509.load_der_x509_certificate(bytes(made.cer))
    assert made.properties.x509_thumbprint == leaf.fingerprint(hashes.SHA1())
    assert leaf.subject.rfc4514_string() == "CN=orders.example,O=Contoso"
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["orders.example", "www.orders.example"]
    usage = leaf.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature and not usage.key_encipherment
    assert [u.dotted_string for u in leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value] == ["1.3.6.1.5.5.7.3.2"]
    assert 175 <= (leaf.not_valid_after_utc - leaf.not_valid_before_utc).days <= 190
    secret = secrets.get_secret(name)
    assert secret.properties.content_type == "application/x-pkcs12"
    assert secret.properties.key_id.rsplit("/", 1)[1] == made.properties.version
    key, certificate, _ = pkcs12.load_key_and_certificates(base64.b64decode(secret.value), None)
    assert certificate == leaf and key.public_key() == leaf.public_key()
    assert vault.get_certificate_operation(name).status == "completed"
    assert vault.get_certificate(name).policy.key_size == 2048
    # The certificate's secret belongs to the certificate.
    with pytest.raises(HttpResponseError) as refused:
        secrets.begin_delete_secret(name)
    assert refused.value.status_code == 403
    again = vault.begin_create_certificate(name, policy).result()
    assert again.properties.version != made.properties.version
    assert {p.version for p in vault.list_properties_of_certificate_versions(name)} == {
        made.properties.version, again.properties.version}
    assert name in {p.name for p in vault.list_properties_of_certificates()}


def test_signs_in_with_a_certificate_that_the_vault_made(platform, vault, secrets, directory, tmp_path):
    name = fresh("daemon")
    policy = CertificatePolicy.get_default()
    policy._content_type = CertificateContentType.pem
    vault.begin_create_certificate(name, policy).result()
    path = tmp_path / "daemon.pem"
    path.write_text(secrets.get_secret(name).value)
    application = directory.register(name, path)
    assert credential(platform, application["appId"], path).get_token("https://graph.microsoft.com/.default").token


@pytest.mark.parametrize("password", [None, "s3cret pass"])
def test_imports_pfx_and_pem(vault, secrets, files, tmp_path, password):
    daemon = files["daemon"]
    copy = tmp_path / "copy.pem"
    copy.write_bytes(daemon.read_bytes())
    data = certificates.pfx(copy, password or "").read_bytes()
    name = fresh("imported")
    imported = vault.import_certificate(name, data, password=password)
    leaf = x509.load_pem_x509_certificate(daemon.read_bytes())
    assert bytes(imported.cer) == leaf.public_bytes(serialization.Encoding.DER)
    key, certificate, _ = pkcs12.load_key_and_certificates(base64.b64decode(secrets.get_secret(name).value), None)
    assert certificate == leaf and key is not None
    pem = fresh("imported")
    vault.import_certificate(
        pem, daemon.read_bytes(), policy=CertificatePolicy("Unknown", content_type=CertificateContentType.pem))
    secret = secrets.get_secret(pem)
    assert secret.properties.content_type == "application/x-pem-file"
    assert x509.load_pem_x509_certificate(secret.value.encode()) == leaf


def test_refuses_broken_imports(vault, files, tmp_path):
    copy = tmp_path / "copy.pem"
    copy.write_bytes(files["stranger"].read_bytes())
    data = certificates.pfx(copy, "right").read_bytes()
    for content, password in [(data, "wrong"), (data, None), (data[:100], "right"), (b"rubbish", None),
                              (files["stranger"].with_suffix(".crt").read_bytes(), None)]:
        with pytest.raises(HttpResponseError) as refused:
            vault.import_certificate(fresh("broken"), content, password=password)
        assert refused.value.status_code == 400 and "BadParameter" in refused.value.message


def test_keeps_a_key_that_is_not_exportable(platform, vault, secrets):
    name = fresh("kept")
    policy = CertificatePolicy("Self", subject="CN=kept", exportable=False, key_type=KeyType.rsa, content_type=CertificateContentType.pem)
    made = vault.begin_create_certificate(name, policy).result()
    assert "PRIVATE KEY" not in secrets.get_secret(name).value
    pfx = fresh("kept")
    vault.begin_create_certificate(pfx, CertificatePolicy("Self", subject="CN=kept", exportable=False, key_type=KeyType.rsa)).result()
    key, certificate, others = pkcs12.load_key_and_certificates(base64.b64decode(secrets.get_secret(pfx).value), None)
    assert key is None and (certificate or others)
    identity = credential(platform)
    key = client(KeyClient, platform, identity).get_key(name)
    assert key.key.n and key.properties.managed
    signer = CryptographyClient(key.id, identity, verify_challenge_resource=False,
                                transport=RequestsTransport(connection_verify=platform.ca))
    digest = hashlib.sha256(b"message").digest()
    public = x509.load_der_x509_certificate(bytes(made.cer)).public_key()
    for algorithm, scheme in [(SignatureAlgorithm.rs256, padding.PKCS1v15()),
                              (SignatureAlgorithm.ps256, padding.PSS(padding.MGF1(hashes.SHA256()), 32))]:
        signature = signer.sign(algorithm, digest).signature
        public.verify(signature, b"message", scheme, hashes.SHA256())
        assert signer.verify(algorithm, digest, signature).is_valid


def test_makes_elliptic_curve_certificates(vault, secrets):
    name = fresh("curve")
    policy = CertificatePolicy("Self", subject="CN=curve", key_type=KeyType.ec, key_curve_name="P-256",
                               content_type=CertificateContentType.pem)
    made = vault.begin_create_certificate(name, policy).result()
    key = serialization.load_pem_private_key(secrets.get_secret(name).value.encode(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert key.public_key() == x509.load_der_x509_certificate(bytes(made.cer)).public_key()


def test_merges_what_an_authority_signed(vault, secrets, tmp_path):
    name = fresh("merged")
    operation = vault.begin_create_certificate(
        name, CertificatePolicy("Unknown", subject="CN=merged", san_dns_names=["merged.example"])).result()
    assert operation.status == "inProgress"
    with pytest.raises(ResourceNotFoundError):
        vault.get_certificate(name)
    request = x509.load_der_x509_csr(bytes(operation.csr))
    assert request.is_signature_valid and request.subject.rfc4514_string() == "CN=merged"
    names = request.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["merged.example"]
    root = certificates.self_signed(tmp_path, "root")
    csr, leaf = tmp_path / "merged.csr", tmp_path / "merged.crt"
    csr.write_bytes(request.public_bytes(serialization.Encoding.PEM))
    certificates.openssl("x509", "-req", "-in", csr, "-CA", root.with_suffix(".crt"), "-CAkey", root.with_suffix(".key"),
                         "-CAcreateserial", "-days", "30", "-out", leaf)
    der = [x509.load_pem_x509_certificate(p.read_bytes()).public_bytes(serialization.Encoding.DER)
           for p in (leaf, root.with_suffix(".crt"))]
    stranger = certificates.self_signed(tmp_path, "other")
    with pytest.raises(HttpResponseError, match="does not match"):
        vault.merge_certificate(name, [x509.load_pem_x509_certificate(stranger.with_suffix(".crt").read_bytes())
                                       .public_bytes(serialization.Encoding.DER)])
    merged = vault.merge_certificate(name, der)
    assert bytes(merged.cer) == der[0]
    key, certificate, chain = pkcs12.load_key_and_certificates(base64.b64decode(secrets.get_secret(name).value), None)
    assert key.public_key() == certificate.public_key() and len(chain) == 1
    other = fresh("cancelled")
    vault.begin_create_certificate(other, CertificatePolicy("Unknown", subject="CN=x")).result()
    assert vault.cancel_certificate_operation(other).status == "cancelled"
    vault.delete_certificate_operation(other)
    with pytest.raises(ResourceNotFoundError):
        vault.get_certificate_operation(other)


def test_changes_policy_and_properties(vault):
    name = fresh("policy")
    vault.begin_create_certificate(name, CertificatePolicy.get_default()).result()
    policy = vault.get_certificate_policy(name)
    assert policy.lifetime_actions[0].action == CertificatePolicyAction.email_contacts
    policy._lifetime_actions = [LifetimeAction(CertificatePolicyAction.auto_renew, days_before_expiry=20)]
    changed = vault.update_certificate_policy(name, policy)
    assert changed.lifetime_actions[0].action == CertificatePolicyAction.auto_renew
    assert changed.lifetime_actions[0].days_before_expiry == 20
    assert vault.update_certificate_properties(name, enabled=False, tags={"a": "b"}).properties.enabled is False


def test_deletes_recovers_and_purges_certificates(vault, secrets):
    name = fresh("gone")
    made = vault.begin_create_certificate(name, CertificatePolicy.get_default()).result()
    deleted = wait(vault.begin_delete_certificate(name))
    assert deleted.properties.version == made.properties.version
    with pytest.raises(ResourceNotFoundError):
        secrets.get_secret(name)
    assert name in {c.name for c in vault.list_deleted_certificates()}
    wait(vault.begin_recover_deleted_certificate(name))
    assert bytes(vault.get_certificate(name).cer) == bytes(made.cer)
    backup = vault.backup_certificate(name)
    wait(vault.begin_delete_certificate(name))
    vault.purge_deleted_certificate(name)
    assert bytes(vault.restore_certificate_backup(backup).cer) == bytes(made.cer)
    assert secrets.get_secret(name).value


# --- permissions, storage ---

def test_lets_a_role_do_what_it_may(platform, directory, files, secrets):
    application = directory.register(fresh("reader"), files["chained"])
    name = fresh("secret")
    secrets.set_secret(name, "value")
    identity = credential(platform, application["appId"], files["chained"])
    with pytest.raises(HttpResponseError) as refused:
        client(SecretClient, platform, identity).get_secret(name)
    assert refused.value.status_code == 403 and "ForbiddenByRbac" in refused.value.message
    principals = directory.call("GET", "/servicePrincipals", 200).json()["value"]
    vault_principal = next(p for p in principals if p["appId"] == "cfa8b339-82a2-471a-a3c9-0fc0be7a4093")
    own = next(p for p in principals if p["appId"] == application["appId"])
    directory.call("POST", f"/servicePrincipals/{own['id']}/appRoleAssignments", 201, json={
        "principalId": own["id"], "resourceId": vault_principal["id"],
        "appRoleId": "4633458b-17de-408a-b874-0445c86b69e6"})
    user = client(SecretClient, platform, credential(platform, application["appId"], files["chained"]))
    assert user.get_secret(name).value == "value"
    with pytest.raises(HttpResponseError) as refused:
        user.set_secret(name, "other")
    assert refused.value.status_code == 403


def test_encrypts_at_rest(platform, secrets):
    marker = f"needle-{uuid.uuid4().hex}"
    secrets.set_secret(fresh("secret"), marker)
    for path in platform.directory.rglob("*"):
        if path.is_file():
            assert marker.encode() not in path.read_bytes(), path
