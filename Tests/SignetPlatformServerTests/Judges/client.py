# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Signs in and registers an application with nothing but the standard library and `cryptography`.

usage: client.py CONNECTION_JSON
Prints one JSON object with what it saw. Any surprise is an exception and so a failure.
"""
import base64, datetime, hashlib, http.client, json, ssl, sys, time, urllib.parse, uuid
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

connection = json.load(open(sys.argv[1]))
authority = urllib.parse.urlsplit(connection["authority"])
context = ssl.create_default_context(cafile=connection["caCertificatePath"])
context.set_alpn_protocols(["h2", "http/1.1"])
wire = http.client.HTTPSConnection(authority.hostname, authority.port, context=context)
graph_scope = "https://graph.microsoft.com/.default"


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def call(method, path, body=None, headers={}):
    wire.request(method, path, body, headers)
    answer = wire.getresponse()
    data = answer.read()
    return answer.status, json.loads(data) if data else None


def assertion(client, key, certificate):
    header = {"alg": "PS256", "typ": "JWT", "x5t#S256": encode(certificate.fingerprint(hashes.SHA256()))}
    now = int(time.time())
    claims = {"aud": f"{connection['authority']}/{connection['tenantId']}/oauth2/v2.0/token", "iss": client,
              "sub": client, "jti": str(uuid.uuid4()), "nbf": now, "iat": now, "exp": now + 600}
    signed = ".".join(encode(json.dumps(part).encode()) for part in (header, claims))
    pss = padding.PSS(padding.MGF1(hashes.SHA256()), hashes.SHA256.digest_size)
    return signed + "." + encode(key.sign(signed.encode(), pss, hashes.SHA256()))


def token(client, key, certificate, scope):
    form = {"grant_type": "client_credentials", "client_id": client, "scope": scope,
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": assertion(client, key, certificate)}
    return call("POST", f"/{connection['tenantId']}/oauth2/v2.0/token", urllib.parse.urlencode(form),
                {"Content-Type": "application/x-www-form-urlencoded"})


def verified(text):
    """The claims of a token whose signature the published keys verify."""
    header, claims, signature = text.split(".")
    _, keys = call("GET", f"/{connection['tenantId']}/discovery/v2.0/keys")
    key = next(k for k in keys["keys"] if k["kid"] == json.loads(decode(header))["kid"])
    public = rsa.RSAPublicNumbers(*(int.from_bytes(decode(key[n]), "big") for n in ("e", "n"))).public_key()
    public.verify(decode(signature), f"{header}.{claims}".encode(), padding.PKCS1v15(), hashes.SHA256())
    published = x509.load_der_x509_certificate(base64.b64decode(key["x5c"][0]))
    assert published.public_key().public_numbers() == public.public_numbers()
    assert encode(hashlib.sha1(base64.b64decode(key["x5c"][0])).digest()) == key["x5t"]
    return json.loads(decode(claims))


def pair(name):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - datetime.timedelta(1)).not_valid_after(now + datetime.timedelta(90))
    return key, builder.sign(key, hashes.SHA256())


pem = open(connection["adminCertificatePath"], "rb").read()
admin = serialization.load_pem_private_key(pem, None), x509.load_pem_x509_certificate(pem)
status, granted = token(connection["adminClientId"], *admin, graph_scope)
assert status == 200, granted
admin_claims = verified(granted["access_token"])
bearer = {"Authorization": "Bearer " + granted["access_token"], "Content-Type": "application/json"}

daemon = pair("daemon")
der = daemon[1].public_bytes(serialization.Encoding.DER)
entry = {"type": "AsymmetricX509Cert", "usage": "Verify", "key": base64.b64encode(der).decode()}
status, application = call("POST", "/v1.0/applications", json.dumps({"displayName": "daemon", "keyCredentials": [entry]}), bearer)
assert status == 201, application
shown = base64.b64decode(application["keyCredentials"][0]["customKeyIdentifier"])
assert shown == daemon[1].fingerprint(hashes.SHA1())
status, unknown = token(str(uuid.uuid4()), *daemon, graph_scope)
assert (status, unknown["error_codes"]) == (400, [700016]), unknown
status, principal = call("POST", "/v1.0/servicePrincipals", json.dumps({"appId": application["appId"]}), bearer)
assert status == 201, principal
status, answer = token(application["appId"], *daemon, graph_scope)
assert status == 200, answer
claims = verified(answer["access_token"])
assert claims["appid"] == application["appId"] and claims["oid"] == principal["id"], claims
status, stranger = token(application["appId"], *pair("stranger"), graph_scope)
assert (status, stranger["error_codes"]) == (401, [700027]), stranger

print(json.dumps({"alpn": wire.sock.selected_alpn_protocol(), "tls": wire.sock.version(),
                  "issuer": claims["iss"], "roles": admin_claims["roles"], "appId": application["appId"]}))
