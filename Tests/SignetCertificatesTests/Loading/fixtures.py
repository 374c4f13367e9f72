# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0

"""Makes the certificate files of the loader matrix, and says what is to come of each.

usage: fixtures.py FOLDER [KEYTOOL]

Keys and certificates come from Python's cryptography, the files from cryptography, openssl and, where given, Java's keytool;
only what none of them can write (several keys in one PFX without Java, BER, PBMAC1) is put together here. The outcomes are in
FOLDER/manifest.json.
"""

import datetime
import hashlib
import hmac
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs7, pkcs12
from cryptography.x509.oid import NameOID

OUT = sys.argv[1]
KEYTOOL = sys.argv[2] if len(sys.argv) > 2 else None
PASSWORD = "correct horse"
UNICODE = "pässwörd → 🗝 ключ"
CELLS = []
PEM = serialization.Encoding.PEM
DER = serialization.Encoding.DER
TRADITIONAL = serialization.PrivateFormat.TraditionalOpenSSL
PKCS8 = serialization.PrivateFormat.PKCS8
PLAIN = serialization.NoEncryption()

# Finding two primes of 4096 bits takes a minute; these protect nothing.
PRIMES = [
    int("".join(text.split()), 16)
    for text in (
        """
        EC09B04C9A2E4912D2DC1568DC78731F23D6C7FB2633013CBE53CB595EEFAA465633E9101DFF1C268E38A365EB7D53014B83F3211D231D
        481272B1FCDE3DFA53ED157221E89A3C4C92BAFD47728FD38631B9E617C22E7CD31890A843DC2FDBD5E51383B393C0D5BC2DF59F91342E
        E065A980490BF32253726B11B11C23BB0A8338E78BDB41C7C194B2E73B350BBAE0669670369ABE2FE0E78839B404C25CC431C5349D0009
        74F2AB5C17E75B04FC16A017594A0B2AEA4E88F2A81711C3BC8C9D250CE219DD81E58814ADB2011428CEC6E662BE79603C3011AB4D1DC0
        4A81EB3E8A1746890D765D743D68A7809062F157CBE3A28BD9D2098D7C33DEAFA1C3C0CCB009C62048DD0DE540368939BD0C8E2009CE0A
        50E2B0ED4B931C9826837B5A2D37DBA89A73C7A3CC0E19110D3CC87B2901874759C7DD6E643C8FA3E067868709FB3DE3697BE50FCE718F
        3EF42AB195BB3337FA9C356F061968A291A589EEBC4776A71FFB0F2DDEF76BB7B00C84DE60E5411573D1A81A50D26B10772D3E5F81EEBF
        266D2ECD2AA92544C17E9097086F1239E2DF2864E97A667C9B0347288C55616BA5F3CE9B1AFC90A6CD964D0FE39A3FCAE2A33AD777DD44
        B64AD614AA294243086C34E2DC73D67E3ABE7469CA2B1C4D54BB8FD63291423316CA81BD5120EDA07763CE503366E5352479466FE2DA9A
        3F3FCA16FB2C202D4EC9D0D5ADBB4514FB
        """,
        """
        C423B91BE779407F8772455543EC3A5FF30C60A6C03A49E7CAA74F5DC97B107D10B63BFC7A8DEC37B4F22344E886B5F86A0CFDA9534DC2
        F7EDCB6A11DC2844F1E8AD2351D60D450D36BC077C6DE7722482C4CF4B19F71E0A7094BE7891A39C9FB085D1E700AC43189B0374F68EF8
        2F1702D6D31A16517D17FC15499C836F7C968BAABAA4C1A103F821BAD9B62F8FCDF9D8658F63E7039532DA20A0273265D8A201B6FACD60
        CEA434984434A434D4B7E315B041E43F2D5BA3C75DDB9BA29AF1947B9B1BF545E427DD6CCEA414712E4A2F717C152C39E8B01AC5DEBCCF
        69831899CC186F2FD5555C4B5DF028034FAF87B968379AA23E253A4E380EA1A1E7F177CD08D0C7E06F9452D81F940317130D4A33BEC1E4
        C462613B33F3DFDA791023777E14CF3EC3C11D52947176754D4232412B4B889E1CCA36CAD99FC70A0C8DBF20E4BA1FA59280DC663434EA
        16D49ED9192C4A52624CD6D4D9431D02CF588812FCC62A71E3A43962852097E803A84DB479EA3DBD47368126A3696F53DFEDCD25913DAD
        2765F3FBE3C486DC2135E590641CB31C616FA00BEE539E6EC13046609E909C3723320688B89B290C494FFA75F6B659BE164A2DF425C67F
        EB38AE70BFCD3059E1276947F7A620F718F93A053BB83DFE0F75C5C41DBFF4A37C8E0A80FAFB50739DE5FDE45B6C3BEE3DD3401C5B3020
        5351196803B512FE6BB89EBDE9E9697415
        """,
    )
]


# Files and outcomes


def path(name):
    return os.path.join(OUT, name)


def write(name, content):
    with open(path(name), "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def read(name):
    with open(path(name), "rb") as file:
        return file.read()


def cell(name, password=None, error=None, leaf=None, chain=1, format="PEM", alias=None, thumbprint=None, file=None, parsed=None):
    """One row of the matrix: a file with what is given along, and what must come of it."""
    entry = {"name": name, "file": file or name, "chain": chain, "parsed": parsed or chain, "format": format}
    for key, value in (("password", password), ("error", error), ("alias", alias), ("thumbprint", thumbprint)):
        if value is not None:
            entry[key] = value
    if error is None:
        entry["kind"] = leaf.kind
        entry["sha1"] = leaf.sha1
    CELLS.append(entry)


def openssl(*arguments, password=PASSWORD):
    environment = dict(os.environ, SECRET=password)
    result = subprocess.run(["openssl", *arguments], capture_output=True, env=environment)
    if result.returncode != 0:
        raise RuntimeError(f"openssl {' '.join(arguments)}: {result.stderr.decode()}")
    return result.stdout


# Keys and certificates


class Pair:
    """A key with its certificate, both in the forms that files are made of."""

    def __init__(self, kind, key, certificate):
        self.kind, self.key, self.certificate = kind, key, certificate
        self.sha1 = certificate.fingerprint(hashes.SHA1()).hex().upper()
        self.certificate_pem = certificate.public_bytes(PEM)
        self.certificate_der = certificate.public_bytes(DER)
        self.key_pem = key.private_bytes(PEM, PKCS8, PLAIN)
        self.pem = self.key_pem + self.certificate_pem


def name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Signet")])


def certify(subject, key, issuer=None, issuer_key=None, authority=False, days=(-1, 365), algorithm=None):
    now = datetime.datetime.now(datetime.timezone.utc)
    signer = issuer_key or key
    if algorithm is None and not isinstance(signer, (ed25519.Ed25519PrivateKey, ed448.Ed448PrivateKey)):
        algorithm = hashes.SHA256()
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(issuer.subject if issuer else name(subject))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + datetime.timedelta(days=days[0]))
        .not_valid_after(now + datetime.timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    return builder.sign(signer, algorithm)


def large_key():
    p, q = PRIMES
    d = rsa.rsa_recover_private_exponent(65537, p, q)
    numbers = rsa.RSAPrivateNumbers(
        p, q, d, d % (p - 1), d % (q - 1), rsa.rsa_crt_iqmp(p, q), rsa.RSAPublicNumbers(65537, p * q)
    )
    return numbers.private_key()


def make(kind):
    makers = {
        "RSA 1024": lambda: rsa.generate_private_key(65537, 1024),
        "RSA 2048": lambda: rsa.generate_private_key(65537, 2048),
        "RSA 3072": lambda: rsa.generate_private_key(65537, 3072),
        "RSA 4096": lambda: rsa.generate_private_key(65537, 4096),
        "RSA 8192": large_key,
        "P-256": lambda: ec.generate_private_key(ec.SECP256R1()),
        "P-384": lambda: ec.generate_private_key(ec.SECP384R1()),
        "P-521": lambda: ec.generate_private_key(ec.SECP521R1()),
        "Ed25519": ed25519.Ed25519PrivateKey.generate,
        "Ed448": ed448.Ed448PrivateKey.generate,
        "secp256k1": lambda: ec.generate_private_key(ec.SECP256K1()),
        "DSA": lambda: dsa.generate_private_key(1024),
    }
    key = makers[kind]()
    return Pair(kind, key, certify(kind, key))


KINDS = ["RSA 2048", "RSA 3072", "RSA 4096", "RSA 8192", "P-256", "P-384", "P-521", "Ed25519"]
REFUSED = ["RSA 1024", "Ed448", "secp256k1", "DSA"]
with ThreadPoolExecutor(4) as pool:
    PAIRS = dict(zip(KINDS + REFUSED, pool.map(make, KINDS + REFUSED)))
RSA, P256, P384, P521 = PAIRS["RSA 2048"], PAIRS["P-256"], PAIRS["P-384"], PAIRS["P-521"]

ROOT_KEY = ec.generate_private_key(ec.SECP256R1())
ROOT = certify("Root", ROOT_KEY, authority=True)
MIDDLE_KEY = ec.generate_private_key(ec.SECP384R1())
MIDDLE = certify("Middle", MIDDLE_KEY, ROOT, ROOT_KEY, authority=True)
LEAF = Pair("RSA 2048", RSA.key, certify("Leaf", RSA.key, MIDDLE, MIDDLE_KEY))
UNRELATED = P256.certificate_pem
ROOT_PEM, MIDDLE_PEM = ROOT.public_bytes(PEM), MIDDLE.public_bytes(PEM)

for pair in PAIRS.values():
    slug = pair.kind.replace(" ", "").lower()
    write(f"{slug}.key", pair.key_pem)
    write(f"{slug}.crt", pair.certificate_pem)
write("chain.pem", MIDDLE_PEM + ROOT_PEM)
write("leaf.crt", LEAF.certificate_pem)


# PEM


def pem_files():
    for kind in KINDS:
        pair = PAIRS[kind]
        slug = kind.replace(" ", "").lower()
        write(f"pkcs8-{slug}.pem", pair.pem)
        cell(f"pkcs8-{slug}.pem", leaf=pair)
        if kind == "Ed25519":
            continue
        write(f"traditional-{slug}.pem", pair.key.private_bytes(PEM, TRADITIONAL, PLAIN) + pair.certificate_pem)
        cell(f"traditional-{slug}.pem", leaf=pair)
    for pair, curve in ((P256, "prime256v1"), (P384, "secp384r1"), (P521, "secp521r1")):
        parameters = openssl("ecparam", "-name", curve)
        write(f"parameters-{curve}.pem", parameters + pair.key.private_bytes(PEM, TRADITIONAL, PLAIN) + pair.certificate_pem)
        cell(f"parameters-{curve}.pem", leaf=pair)
    pem_layouts()
    pem_faults()


def pem_layouts():
    key, leaf = LEAF.key_pem, LEAF.certificate_pem
    bundle = key + leaf + MIDDLE_PEM + ROOT_PEM
    attributes = b"Bag Attributes\n    friendlyName: daemon\n    localKeyID: 01 02 03\nKey Attributes: <No Attributes>\n"
    layouts = {
        "certificate-first.pem": (leaf + key, 1),
        "chain.pem.after-key": (bundle, 3),
        "chain-before-key.pem": (leaf + MIDDLE_PEM + ROOT_PEM + key, 3),
        "chain-reversed.pem": (ROOT_PEM + MIDDLE_PEM + leaf + key, 3),
        "chain-shuffled.pem": (MIDDLE_PEM + key + ROOT_PEM + leaf, 3),
        "chain-without-root.pem": (key + leaf + MIDDLE_PEM, 2),
        "chain-with-gap.pem": (key + leaf + ROOT_PEM, 1),
        "chain-twice.pem": (bundle + leaf + MIDDLE_PEM, 3),
        "unrelated-first.pem": (UNRELATED + bundle, 3),
        "crlf.pem": (bundle.replace(b"\n", b"\r\n"), 3),
        "cr-only.pem": (bundle.replace(b"\n", b"\r"), 3),
        "no-final-newline.pem": (bundle.rstrip(), 3),
        "byte-order-mark.pem": (b"\xef\xbb\xbf" + bundle, 3),
        "utf16.pem": (b"\xff\xfe" + bundle.decode().encode("utf-16-le"), 3),
        "bag-attributes.pem": (attributes + key + attributes + leaf + MIDDLE_PEM + ROOT_PEM, 3),
        "text-around.pem": (b"subject=CN = Leaf\nissuer: x\n\n" + bundle + b"\nSignature Algorithm: sha256\n-- end --\n", 3),
        "spaces-for-newlines.pem": (bundle.replace(b"\n", b" "), 3),
        "indented.pem": (b"".join(b"    " + line + b"\n" for line in bundle.splitlines()), 3),
    }
    for file, (content, chain) in layouts.items():
        write(file, content)
        cell(file, leaf=LEAF, chain=chain)
    text = openssl("x509", "-in", path("leaf.crt"), "-text")
    write("x509-text.pem", text + key)
    cell("x509-text.pem", leaf=LEAF)
    write("trusted.pem", key + openssl("x509", "-in", path("leaf.crt"), "-trustout", "-addtrust", "clientAuth"))
    cell("trusted.pem", leaf=LEAF)
    write("pkcs7-inside.pem", key + pkcs7.serialize_certificates([ROOT, LEAF.certificate, MIDDLE], PEM))
    cell("pkcs7-inside.pem", leaf=LEAF, chain=3)
    weak = PAIRS["RSA 1024"]
    weak_root = certify("Weak", weak.key, authority=True)
    below = Pair("RSA 2048", RSA.key, certify("Below", RSA.key, weak_root, weak.key))
    write("weak-root.pem", below.pem + weak_root.public_bytes(PEM))
    cell("weak-root.pem", leaf=below, chain=2, parsed=1)
    cell("bag-attributes-alias", leaf=LEAF, chain=3, alias="daemon", file="bag-attributes.pem")
    write("two-keys.pem", RSA.pem + P256.pem)
    cell("two-keys-unchosen", error="ambiguousKey", file="two-keys.pem")
    cell("two-keys-by-thumbprint", leaf=P256, thumbprint=P256.sha1, file="two-keys.pem")
    write("second-key-without-certificate.pem", RSA.pem + P256.key_pem)
    cell("second-key-without-certificate.pem", leaf=RSA)
    newer = Pair("RSA 2048", RSA.key, certify("RSA 2048", RSA.key, days=(0, 900)))
    write("renewed-with-same-key.pem", RSA.pem + newer.certificate_pem)
    cell("renewed-with-same-key.pem", leaf=newer)
    cell("older-of-the-renewed", leaf=RSA, thumbprint=RSA.sha1, file="renewed-with-same-key.pem")


def pem_faults():
    write("certificate-only.pem", LEAF.certificate_pem + MIDDLE_PEM)
    cell("certificate-only.pem", error="noPrivateKey")
    write("key-only.pem", LEAF.key_pem)
    cell("key-only.pem", error="noCertificate")
    write("mismatch.pem", PAIRS["RSA 3072"].key_pem + LEAF.certificate_pem + MIDDLE_PEM)
    cell("mismatch.pem", error="keyMismatch")
    write("request-only.pem", openssl("req", "-new", "-key", path("rsa2048.key"), "-subj", "/CN=a"))
    cell("request-only.pem", error="noCertificate")
    write("public-key.pem", openssl("pkey", "-in", path("rsa2048.key"), "-pubout"))
    cell("public-key.pem", error="noCertificate")
    write("openssh.pem", RSA.key.private_bytes(PEM, serialization.PrivateFormat.OpenSSH, PLAIN) + RSA.certificate_pem)
    cell("openssh.pem", error="unsupportedKey")
    for kind, error in (("RSA 1024", "weakKey"), ("Ed448", "unsupportedKey"), ("secp256k1", "unsupportedKey"), ("DSA", "unsupportedKey")):
        slug = kind.replace(" ", "").lower()
        write(f"refused-{slug}.pem", PAIRS[kind].pem)
        cell(f"refused-{slug}.pem", error=error)
    tiny = openssl("genrsa", "512")
    write("refused-rsa512.pem", tiny + RSA.certificate_pem)
    cell("refused-rsa512.pem", error="weakKey")
    openssl("genpkey", "-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048", "-out", path("pss.key"))
    openssl("req", "-x509", "-key", path("pss.key"), "-subj", "/CN=pss", "-out", path("pss.crt"))
    write("rsa-pss.pem", read("pss.key") + read("pss.crt"))
    cell("rsa-pss.pem", error="unsupportedKey")
    (_, restricted), = elements(openssl("pkey", "-in", path("pss.key"), "-outform", "DER"))
    write("pss.pkcs1", elements(restricted)[2][1])
    plain = b"-----BEGIN RSA PRIVATE KEY-----\n" + openssl("base64", "-in", path("pss.pkcs1")) + b"-----END RSA PRIVATE KEY-----\n"
    write("rsa-pss-certificate.pem", plain + read("pss.crt"))
    cell("rsa-pss-certificate.pem", error="unsupportedKey")
    write("explicit-curve.pem", openssl("ec", "-in", path("p-256.key"), "-param_enc", "explicit") + P256.certificate_pem)
    cell("explicit-curve.pem", error="unsupportedKey")
    write("no-end.pem", LEAF.pem[:-30])
    cell("no-end.pem", error="truncated")
    lines = LEAF.pem.splitlines(keepends=True)
    write("damaged-base64.pem", b"".join(lines[:4]) + b"***not base64***\n" + b"".join(lines[5:]))
    cell("damaged-base64.pem", error="malformed")
    write("missing-line.pem", b"".join(lines[:4] + lines[5:]))
    cell("missing-line.pem", error="truncated")
    write("empty.pem", b"")
    cell("empty.pem", error="unrecognizedFormat")
    write("garbage.bin", hashlib.sha512(b"garbage").digest() * 20)
    cell("garbage.bin", error="unrecognizedFormat")
    write("words.txt", "this is no certificate\n")
    cell("words.txt", error="unrecognizedFormat")
    write("other.der", tlv(0x30, tlv(0x0C, b"text")))
    cell("other.der", error="unrecognizedFormat", format="DER")
    write("keystore.jks", bytes.fromhex("feedfeed0000000200000000") + b"\0" * 40)
    cell("keystore.jks", error="unrecognizedFormat")
    cell("superfluous", password=PASSWORD, error="superfluousPassword", file="pkcs8-rsa2048.pem")
    cell("empty-password-is-none", password="", leaf=RSA, file="pkcs8-rsa2048.pem")


# Encrypted keys


def encrypted_keys():
    schemes = {
        "aes256-sha256": ["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA256"],
        "aes256-sha1": ["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA1"],
        "aes256-sha224": ["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA224"],
        "aes256-sha384": ["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA384"],
        "aes256-sha512": ["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA512"],
        "aes192-sha256": ["-v2", "aes-192-cbc"],
        "aes128-sha256": ["-v2", "aes-128-cbc"],
        "des3-sha1": ["-v2", "des3", "-v2prf", "hmacWithSHA1"],
        "scrypt": ["-scrypt"],
        "scrypt-small": ["-scrypt", "-scrypt_N", "1024", "-scrypt_r", "8", "-scrypt_p", "16"],
        "pbes1-3des": ["-v1", "PBE-SHA1-3DES"],
        "pbes1-2des": ["-v1", "PBE-SHA1-2DES"],
        "pbes1-rc2-40": ["-v1", "PBE-SHA1-RC2-40", "-provider", "legacy", "-provider", "default"],
        "pbes1-rc2-128": ["-v1", "PBE-SHA1-RC2-128", "-provider", "legacy", "-provider", "default"],
    }
    for scheme, options in schemes.items():
        for pair in (RSA, P256):
            slug = pair.kind.replace(" ", "").lower()
            file = f"encrypted-{scheme}-{slug}"
            common = ["pkcs8", "-topk8", "-in", path(f"{slug}.key"), "-passout", "env:SECRET", *options]
            password = UNICODE if pair is RSA else PASSWORD
            write(f"{file}.pem", openssl(*common, password=password) + pair.certificate_pem)
            cell(f"{file}.pem", password=password, leaf=pair)
            write(f"{file}.der", openssl(*common, "-outform", "DER", password=password))
            cell(f"{file}.der", password=password, error="noCertificate", format="DER")
        cell(f"wrong-{scheme}", password="wrong", error="wrongPassword", file=f"encrypted-{scheme}-p-256.pem")
        cell(f"missing-{scheme}", error="passwordRequired", file=f"encrypted-{scheme}-p-256.pem")
    refused = openssl("pkcs8", "-topk8", "-in", path("rsa2048.key"), "-passout", "env:SECRET", "-v1", "PBE-MD5-DES", "-provider", "legacy", "-provider", "default")
    write("encrypted-md5-des.pem", refused + RSA.certificate_pem)
    cell("encrypted-md5-des.pem", password=PASSWORD, error="unsupportedEncryption")
    for cipher in ("aes128", "aes192", "aes256", "des3"):
        for pair in (RSA, P256):
            slug = pair.kind.replace(" ", "").lower()
            tool = "rsa" if pair is RSA else "ec"
            options = ["-traditional"] if pair is RSA else []
            content = openssl(tool, "-in", path(f"{slug}.key"), f"-{cipher}", "-passout", "env:SECRET", *options, password=UNICODE)
            write(f"dek-{cipher}-{slug}.pem", content + pair.certificate_pem)
            cell(f"dek-{cipher}-{slug}.pem", password=UNICODE, leaf=pair)
        cell(f"dek-{cipher}-wrong", password="wrong", error="wrongPassword", file=f"dek-{cipher}-rsa2048.pem")
        cell(f"dek-{cipher}-missing", error="passwordRequired", file=f"dek-{cipher}-rsa2048.pem")
    write("dek-crlf.pem", read("dek-aes256-rsa2048.pem").replace(b"\n", b"\r\n"))
    cell("dek-crlf.pem", password=UNICODE, leaf=RSA)
    best = RSA.key.private_bytes(PEM, PKCS8, serialization.BestAvailableEncryption(UNICODE.encode()))
    write("python-encrypted.pem", best + RSA.certificate_pem)
    cell("python-encrypted.pem", password=UNICODE, leaf=RSA)
    latin = RSA.key.private_bytes(PEM, PKCS8, serialization.BestAvailableEncryption(b"\xff\xfe\x80"))
    write("python-bytes.pem", latin + RSA.certificate_pem)
    CELLS.append({"name": "python-bytes.pem", "file": "python-bytes.pem", "chain": 1, "parsed": 1, "format": "PEM",
                  "passwordHex": "fffe80", "kind": RSA.kind, "sha1": RSA.sha1})


def der_files():
    for pair in (RSA, P256, P384, P521):
        slug = pair.kind.replace(" ", "").lower()
        for form, private in (("pkcs8", PKCS8), ("traditional", TRADITIONAL)):
            write(f"{form}-{slug}.der", pair.key.private_bytes(DER, private, PLAIN))
            cell(f"{form}-{slug}.der", error="noCertificate", format="DER")
    write("certificate.der", LEAF.certificate_der)
    cell("certificate.der", error="noPrivateKey", format="DER")
    write("certificate-newline.der", LEAF.certificate_der + b"\n")
    cell("certificate-newline.der", error="noPrivateKey", format="DER")
    write("certificate-base64.txt", openssl("base64", "-in", path("certificate.der")))
    cell("certificate-base64.txt", error="noPrivateKey", format="DER")
    write("certificate-cut.der", LEAF.certificate_der[:-20])
    cell("certificate-cut.der", error="truncated", format="DER")
    write("certificates.p7b", pkcs7.serialize_certificates([LEAF.certificate, MIDDLE], DER))
    cell("certificates.p7b", error="noPrivateKey", format="PKCS7")


# PFX


def export(file, pair, *options, chain=False, password=PASSWORD):
    slug = "leaf.crt" if pair is LEAF else f"{pair.kind.replace(' ', '').lower()}.crt"
    key = f"{pair.kind.replace(' ', '').lower()}.key"
    more = ["-certfile", path("chain.pem")] if chain else []
    openssl("pkcs12", "-export", "-in", path(slug), "-inkey", path(key), "-passout", "env:SECRET", "-name", "daemon",
            "-out", path(file), *more, *options, password=password)


def pfx_files():
    for mac in ("sha1", "sha256", "sha384", "sha512"):
        for pair in (LEAF, P256):
            file = f"aes256-{mac}-{pair.kind.replace(' ', '').lower()}.pfx"
            export(file, pair, "-macalg", mac, chain=pair is LEAF)
            cell(file, password=PASSWORD, leaf=pair, chain=3 if pair is LEAF else 1, format="PFX")
    for kind in KINDS:
        pair = PAIRS[kind]
        export(f"pfx-{kind.replace(' ', '').lower()}.pfx", pair)
        cell(f"pfx-{kind.replace(' ', '').lower()}.pfx", password=PASSWORD, leaf=pair, format="PFX")
    export("3des.pfx", LEAF, "-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1", chain=True)
    cell("3des.pfx", password=PASSWORD, leaf=LEAF, chain=3, format="PFX")
    export("legacy.pfx", LEAF, "-legacy", "-macalg", "sha1", chain=True)
    cell("legacy.pfx", password=PASSWORD, leaf=LEAF, chain=3, format="PFX")
    export("legacy-unicode.pfx", LEAF, "-legacy", "-macalg", "sha1", password=UNICODE)
    cell("legacy-unicode.pfx", password=UNICODE, leaf=LEAF, format="PFX")
    export("rc2-128.pfx", LEAF, "-legacy", "-certpbe", "PBE-SHA1-RC2-128", "-keypbe", "PBE-SHA1-2DES")
    cell("rc2-128.pfx", password=PASSWORD, leaf=LEAF, format="PFX")
    export("aes128.pfx", LEAF, "-keypbe", "aes-128-cbc", "-certpbe", "aes-192-cbc", chain=True)
    cell("aes128.pfx", password=PASSWORD, leaf=LEAF, chain=3, format="PFX")
    export("unicode.pfx", LEAF, password=UNICODE, chain=True)
    cell("unicode.pfx", password=UNICODE, leaf=LEAF, chain=3, format="PFX")
    export("plain-certificates.pfx", LEAF, "-certpbe", "NONE")
    cell("plain-certificates.pfx", password=PASSWORD, leaf=LEAF, format="PFX")
    export("mac-only.pfx", LEAF, "-certpbe", "NONE", "-keypbe", "NONE")
    cell("mac-only.pfx", password=PASSWORD, leaf=LEAF, format="PFX")
    export("iterations-1.pfx", LEAF, "-noiter", "-nomaciter", "-legacy", "-macalg", "sha1")
    cell("iterations-1.pfx", password=PASSWORD, leaf=LEAF, format="PFX")
    for base in ("aes256-sha256-rsa2048.pfx", "3des.pfx", "legacy.pfx"):
        cell(f"wrong-{base}", password="wrong", error="wrongPassword", format="PFX", file=base)
        cell(f"missing-{base}", error="passwordRequired", format="PFX", file=base)
    pfx_without_password()
    pfx_without_mac()
    pfx_of_python()
    pfx_faults()
    pfx_by_hand()


def pfx_without_password():
    export("empty-password.pfx", LEAF, password="", chain=True)
    export("empty-password-legacy.pfx", LEAF, "-legacy", "-macalg", "sha1", password="")
    plain = pkcs12.serialize_key_and_certificates(b"daemon", LEAF.key, LEAF.certificate, [MIDDLE, ROOT], PLAIN)
    write("python-plain.pfx", plain)
    export("nothing-protected.pfx", LEAF, "-nomac", "-certpbe", "NONE", "-keypbe", "NONE", chain=True)
    for file, chain in (("empty-password.pfx", 3), ("empty-password-legacy.pfx", 1), ("python-plain.pfx", 3), ("nothing-protected.pfx", 3)):
        cell(file, leaf=LEAF, chain=chain, format="PFX")
        cell(f"{file}-with-empty", password="", leaf=LEAF, chain=chain, format="PFX", file=file)
        cell(f"{file}-with-password", password=PASSWORD, error="superfluousPassword", format="PFX", file=file)


def pfx_without_mac():
    export("no-mac-encrypted.pfx", LEAF, "-nomac", chain=True)
    export("no-mac-legacy.pfx", LEAF, "-nomac", "-legacy", chain=True)
    for file in ("no-mac-encrypted.pfx", "no-mac-legacy.pfx"):
        cell(file, password=PASSWORD, leaf=LEAF, chain=3, format="PFX")
        cell(f"{file}-wrong", password="wrong", error="wrongPassword", format="PFX", file=file)
        cell(f"{file}-missing", error="passwordRequired", format="PFX", file=file)


def pfx_of_python():
    best = serialization.BestAvailableEncryption(UNICODE.encode())
    write("python-best.pfx", pkcs12.serialize_key_and_certificates("dämon".encode(), LEAF.key, LEAF.certificate, [ROOT, MIDDLE], best))
    cell("python-best.pfx", password=UNICODE, leaf=LEAF, chain=3, format="PFX")
    cell("python-alias", password=UNICODE, leaf=LEAF, chain=3, alias="dämon", format="PFX", file="python-best.pfx")
    cell("python-other-alias", password=UNICODE, error="noSuchKey", alias="other", format="PFX", file="python-best.pfx")
    builder = serialization.PrivateFormat.PKCS12.encryption_builder().kdf_rounds(50).key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)
    old = builder.hmac_hash(hashes.SHA1()).build(PASSWORD.encode())
    write("python-3des.pfx", pkcs12.serialize_key_and_certificates(b"d", P384.key, P384.certificate, None, old))
    cell("python-3des.pfx", password=PASSWORD, leaf=P384, format="PFX")
    write("base64-pfx.txt", openssl("base64", "-in", path("python-best.pfx")))
    cell("base64-pfx.txt", password=UNICODE, leaf=LEAF, chain=3, format="PFX")
    single = openssl("base64", "-A", "-in", path("python-best.pfx"))
    write("base64-pfx-line.txt", single)
    cell("base64-pfx-line.txt", password=UNICODE, leaf=LEAF, chain=3, format="PFX")


def pfx_faults():
    openssl("pkcs12", "-export", "-nokeys", "-in", path("leaf.crt"), "-certfile", path("chain.pem"), "-passout", "env:SECRET", "-out", path("certificates-only.pfx"))
    cell("certificates-only.pfx", password=PASSWORD, error="noPrivateKey", format="PFX")
    openssl("pkcs12", "-export", "-nocerts", "-inkey", path("rsa2048.key"), "-in", path("rsa2048.key"), "-passout", "env:SECRET", "-out", path("key-only.pfx"))
    cell("key-only.pfx", password=PASSWORD, error="noCertificate", format="PFX")
    write("cut.pfx", read("unicode.pfx")[:-100])
    cell("cut.pfx", password=UNICODE, error="truncated", format="PFX")
    damaged = bytearray(read("unicode.pfx"))
    damaged[len(damaged) // 2] ^= 0x55
    write("damaged.pfx", bytes(damaged))
    cell("damaged.pfx", password=UNICODE, error="wrongPassword", format="PFX")


# What none of the tools writes


def tlv(tag, content):
    if len(content) < 0x80:
        return bytes([tag, len(content)]) + content
    size = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + content


def elements(data):
    """The (tag, content) pairs of a run of DER elements."""
    found, position = [], 0
    while position < len(data):
        tag, length, position = data[position], data[position + 1], position + 2
        if length & 0x80:
            octets = length & 0x7F
            length = int.from_bytes(data[position:position + octets], "big")
            position += octets
        found.append((tag, data[position:position + length]))
        position += length
    return found


def integer(value):
    return tlv(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def indefinite(tag, content):
    """An element without lengths; strings are cut in pieces, some of them nested."""
    if tag & 0x20:
        inner = b"".join(indefinite(*element) for element in elements(content))
        return bytes([tag, 0x80]) + inner + b"\0\0"
    if tag in (0x04, 0x80) and len(content) > 64:
        pieces = b"".join(tlv(0x04, content[start:start + 100]) for start in range(0, len(content), 100))
        nested = bytes([0x24, 0x80]) + pieces + b"\0\0" if tag == 0x04 else pieces
        return bytes([tag | 0x20, 0x80]) + nested + b"\0\0"
    return tlv(tag, content)


def safes(file):
    """The ContentInfos of a PFX that has no MAC."""
    (_, pfx), = elements(read(file))
    (_, info) = elements(pfx)[1]
    (_, octets), = elements(elements(info)[1][1])
    (_, sequence), = elements(octets)
    return sequence


def pfx(sequence, mac=b"", inner=tlv):
    data = bytes.fromhex("06092a864886f70d010701")
    content = inner(0x30, sequence)
    info = tlv(0x30, data + tlv(0xA0, tlv(0x04, content)))
    return tlv(0x30, integer(3) + info + mac)


def algorithm(dotted_hex, parameters):
    return tlv(0x30, tlv(0x06, bytes.fromhex(dotted_hex)) + parameters)


def pfx_by_hand():
    for pair, alias in ((RSA, "first"), (P256, "Second")):
        export(f"part-{alias}.pfx", pair, "-nomac", "-name", alias)
    write("several-keys.pfx", pfx(safes("part-first.pfx") + safes("part-Second.pfx")))
    cell("several-keys-unchosen", password=PASSWORD, error="ambiguousKey", format="PFX", file="several-keys.pfx")
    cell("several-keys-first", password=PASSWORD, leaf=RSA, alias="first", format="PFX", file="several-keys.pfx")
    cell("several-keys-second", password=PASSWORD, leaf=P256, alias="second", format="PFX", file="several-keys.pfx")
    cell("several-keys-thumbprint", password=PASSWORD, leaf=P256, thumbprint=P256.sha1, format="PFX", file="several-keys.pfx")
    cell("several-keys-none", password=PASSWORD, error="noSuchKey", alias="third", format="PFX", file="several-keys.pfx")
    write("ber-outside.pfx", indefinite(*elements(read("aes256-sha256-rsa2048.pfx"))[0]))
    cell("ber-outside.pfx", password=PASSWORD, leaf=LEAF, chain=3, format="PFX")
    write("ber-inside.pfx", pfx(safes("no-mac-legacy.pfx"), inner=indefinite))
    cell("ber-inside.pfx", password=PASSWORD, leaf=LEAF, chain=3, format="PFX")
    sequence = safes("no-mac-encrypted.pfx")
    salt, rounds = b"0123456789abcdef", 1500
    function = algorithm("2a864886f70d0209", b"\x05\0")
    derivation = algorithm("2a864886f70d01050c", tlv(0x30, tlv(0x04, salt) + integer(rounds) + integer(32) + function))
    scheme = algorithm("2a864886f70d01050e", tlv(0x30, derivation + function))
    key = hashlib.pbkdf2_hmac("sha256", PASSWORD.encode(), salt, rounds, 32)
    digest = hmac.new(key, tlv(0x30, sequence), "sha256").digest()
    mac = tlv(0x30, tlv(0x30, scheme + tlv(0x04, digest)) + tlv(0x04, b"NOT USED") + integer(1))
    write("pbmac1.pfx", pfx(sequence, mac))
    cell("pbmac1.pfx", password=PASSWORD, leaf=LEAF, chain=3, format="PFX")
    cell("pbmac1-wrong", password="wrong", error="wrongPassword", format="PFX", file="pbmac1.pfx")
    bombs(sequence)


def bombs(sequence):
    """Files whose cost is out of all proportion."""
    def mac(rounds):
        digest = tlv(0x30, algorithm("2b0e03021a", b"\x05\0") + tlv(0x04, b"\0" * 20))
        return tlv(0x30, digest + tlv(0x04, b"saltsalt") + integer(rounds))

    write("bomb-mac.pfx", pfx(sequence, mac(2**31 - 1)))
    cell("bomb-mac.pfx", password=PASSWORD, error="unsupportedEncryption", format="PFX")
    aes = algorithm("60864801650304012a", tlv(0x04, b"\0" * 16))

    def key(derivation):
        scheme = algorithm("2a864886f70d01050d", tlv(0x30, derivation + aes))
        return tlv(0x30, scheme + tlv(0x04, b"\0" * 64))

    rounds = algorithm("2a864886f70d01050c", tlv(0x30, tlv(0x04, b"saltsalt") + integer(10**9)))
    write("bomb-pbkdf2.der", key(rounds))
    cell("bomb-pbkdf2.der", password=PASSWORD, error="unsupportedEncryption", format="DER")
    zero = algorithm("2a864886f70d01050c", tlv(0x30, tlv(0x04, b"saltsalt") + integer(0)))
    write("bomb-zero.der", key(zero))
    cell("bomb-zero.der", password=PASSWORD, error="malformed", format="DER")
    for name_, cost, block, parallel in (("memory", 2**24, 8, 1), ("time", 2**14, 8, 2**20), ("overflow", 2**40, 2**20, 2**20)):
        numbers = tlv(0x04, b"saltsalt") + integer(cost) + integer(block) + integer(parallel)
        write(f"bomb-scrypt-{name_}.der", key(algorithm("2b06010401da47040b", tlv(0x30, numbers))))
        cell(f"bomb-scrypt-{name_}.der", password=PASSWORD, error="unsupportedEncryption", format="DER")
    nested = b""
    for _ in range(5000):
        nested = tlv(0x30, nested)
    write("bomb-nesting.der", nested)
    cell("bomb-nesting.der", error="unrecognizedFormat", format="DER")
    write("bomb-indefinite.der", b"\x30\x80" * 100_000)
    cell("bomb-indefinite.der", error="malformed", format="DER")
    write("bomb-length.der", b"\x30\x88\x7f\xff\xff\xff\xff\xff\xff\xff\x02\x01\x03")
    cell("bomb-length.der", error="truncated", format="DER")


# Java


def keytool(*arguments):
    result = subprocess.run([KEYTOOL, "-J-Xshare:auto", "-J-XX:TieredStopAtLevel=1", *arguments], capture_output=True)
    if result.returncode != 0:
        raise RuntimeError(f"keytool {' '.join(arguments)}: {result.stdout.decode()}")


def java_files():
    for file, options in (("java.p12", []), ("java-legacy.p12", ["-J-Dkeystore.pkcs12.legacy"])):
        common = ["-keystore", path(file), "-storetype", "PKCS12", "-storepass", PASSWORD, "-validity", "100", *options]
        keytool("-genkeypair", "-alias", "Orders", "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=orders", *common)
        keytool("-genkeypair", "-alias", "billing", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=billing", *common)
        cell(f"{file}-unchosen", password=PASSWORD, error="ambiguousKey", format="PFX", file=file)
        for alias, kind in (("orders", "RSA 2048"), ("billing", "P-256")):
            result = subprocess.run([KEYTOOL, "-exportcert", "-alias", alias, "-keystore", path(file), "-storepass", PASSWORD], capture_output=True)
            digest = hashlib.sha1(result.stdout).hexdigest().upper()
            CELLS.append({"name": f"{file}-{alias}", "file": file, "chain": 1, "parsed": 1, "format": "PFX", "password": PASSWORD,
                          "alias": alias.upper() if alias == "orders" else alias, "kind": kind, "sha1": digest})


JOBS = [pem_files, encrypted_keys, der_files, pfx_files] + ([java_files] if KEYTOOL else [])
with ThreadPoolExecutor(2) as pool:
    for job in [pool.submit(job) for job in JOBS]:
        job.result()
CELLS.sort(key=lambda entry: entry["name"])
with open(path("manifest.json"), "w") as file:
    json.dump(CELLS, file, indent=1)
