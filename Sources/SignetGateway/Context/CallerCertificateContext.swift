// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetExpressions

/// `X509Certificate2` over the certificate that a caller presented.
final class CallerCertificateContext: ExpressionObject {
    let expressionType = "X509Certificate2"
    private let certificate: PublicCertificate
    private let authorities: [[UInt8]]
    private let now: Date

    init(_ certificate: PublicCertificate, authorities: [[UInt8]], now: Date) {
        self.certificate = certificate
        self.authorities = authorities
        self.now = now
    }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue {
        CertificateMembers.value(member, of: self.certificate.details, hasPrivateKey: false)
    }

    /// Whether the certificate is valid now and an authority of the configuration stands behind it.
    func call(
        _ method: ExpressionMethod,
        _ arguments: [ExpressionValue]
    ) throws(ExpressionError) -> ExpressionValue {
        switch method {
        case .verify, .verifyNoRevocation:
            .bool(self.certificate.isTrusted(by: self.authorities, at: self.now))
        default: .null
        }
    }
}
