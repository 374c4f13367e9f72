// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetExpressions

/// What `X509Certificate2` tells of any certificate, the gateway's own or a caller's.
enum CertificateMembers {
    static func value(
        _ member: ExpressionMember,
        of details: CertificateDetails,
        hasPrivateKey: Bool
    ) -> ExpressionValue {
        switch member {
        case .thumbprint: .string(details.sha1Thumbprint.hexadecimal)
        case .subject: .string(details.frameworkSubject)
        case .issuer: .string(details.frameworkIssuer)
        case .serialNumber: .string(details.serialNumber)
        case .notBefore: .dateTime(ExpressionDate(details.notBefore))
        case .notAfter: .dateTime(ExpressionDate(details.notAfter))
        case .rawData: .bytes(details.der)
        case .hasPrivateKey: .bool(hasPrivateKey)
        case .friendlyName: .string("")
        default: .null
        }
    }
}
