// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore
import Testing

@Suite struct SecrecyTests {
    @Test(arguments: [PrivateKey.Kind.rsa(bits: 2048), .p256, .ed25519])
    func printsNoKeyInAnyWay(kind: PrivateKey.Kind) throws {
        let certificate = try ClientCertificate.create(Samples.template(key: kind))
        let source = CertificateSource.bytes(
            try certificate.pem().withExposedBytes { $0 },
            password: SecretBytes(utf8: "hush")
        )
        var texts = ["\(certificate)", String(reflecting: certificate), "\(certificate.privateKey)", "\(source)"]
        texts.append(String(reflecting: certificate.privateKey))
        for value in [certificate, certificate.privateKey, source, certificate.privateKey.material] as [Any] {
            var text = ""
            dump(value, to: &text)
            texts.append(text)
        }
        let key = certificate.privateKey.pkcs8DER.withExposedBytes { $0 }
        let tail = key.suffix(24)
        for text in texts {
            #expect(!text.contains(Hexadecimal.encode(tail)))
            #expect(!text.contains(Base64.encode(tail)))
            #expect(!text.contains("PRIVATE KEY"))
            #expect(!text.contains("hush"))
            #expect(!text.contains(tail.prefix(4).map { "\($0)" }.joined(separator: ", ")))
        }
    }
}
