// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetExpressions

/// `X509Certificate2` over a certificate of the gateway.
final class CertificateContext: ExpressionObject {
    let expressionType = "X509Certificate2"
    private let certificate: ClientCertificate
    private let now: Date

    init(_ certificate: ClientCertificate, now: Date) {
        self.certificate = certificate
        self.now = now
    }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue {
        switch member {
        case .thumbprint: .string(self.certificate.sha1Thumbprint.hexadecimal)
        case .subject: .string(self.certificate.details.subject)
        case .issuer: .string(self.certificate.details.issuer)
        case .serialNumber: .string(self.certificate.details.serialNumber)
        case .notBefore: .dateTime(ExpressionDate(self.certificate.notBefore))
        case .notAfter: .dateTime(ExpressionDate(self.certificate.notAfter))
        case .rawData: .optional(bytes: self.certificate.derChain.first)
        case .hasPrivateKey: .bool(true)
        case .friendlyName: .string("")
        default: .null
        }
    }

    /// Whether the certificate is valid now; a certificate of the gateway's own is trusted.
    func call(
        _ method: ExpressionMethod,
        _ arguments: [ExpressionValue]
    ) throws(ExpressionError) -> ExpressionValue {
        switch method {
        case .verify, .verifyNoRevocation:
            .bool(self.certificate.notBefore <= self.now && self.now <= self.certificate.notAfter)
        default: .null
        }
    }
}

extension ExpressionValue {
    fileprivate static func optional(bytes: [UInt8]?) -> ExpressionValue { bytes.map(ExpressionValue.bytes) ?? .null }
}

/// `context.Deployment.Certificates`: by thumbprint, as the real one, and by certificate ID, which survives rotation.
enum CertificateLookup {
    static func lookup(_ store: CertificateStore, now: Date) -> ContextLookup {
        ContextLookup(
            keys: { store.current.map(\.certificate.sha1Thumbprint.hexadecimal).sorted() },
            value: { key in
                let version = (try? store.certificate(thumbprint: key)) ?? store[id: key]
                return version.map { .object(CertificateContext($0.certificate, now: now)) }
            }
        )
    }
}
