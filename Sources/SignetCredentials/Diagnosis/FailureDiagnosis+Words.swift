// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore

extension FailureDiagnosis {
    /// What each number speaks of.
    static let causes: [Int: Cause] = [
        50_027: .signature, 50_048: .client, 50_194: .tenant, 50_171: .certificateUnreadable, 70_011: .permission,
        90_002: .tenant, 90_014: .client, 90_055: .service, 392_200: .certificateUnreadable,
        392_204: .certificateValidity, 500_011: .permission, 500_181: .certificateNotRegistered, 501_051: .permission,
        650_057: .permission, 700_016: .client, 700_021: .client, 700_023: .audience, 700_025: .client,
        700_030: .untrustedSubject, 700_038: .client, 700_211: .client, 700_212: .audience, 700_213: .client,
        900_023: .tenant, 1_000_502: .certificateValidity, 1_002_012: .permission, 5_002_723: .certificateNotRegistered,
        5_002_730: .keyKind, 5_002_738: .keyKind, 5_002_741: .audience, 7_000_112: .client, 7_000_213: .chainOrder,
        7_000_214: .certificateRevoked, 7_000_215: .secret, 7_000_222: .secret, 7_000_274: .certificateRevoked,
        7_000_277: .certificateRevoked, 50_076: .user, 50_079: .user, 53_003: .user, 65_001: .permission,
        500_133: .user, 240_002: .user,
    ]

    /// The causes whose explanation names the certificate.
    static let aboutCertificate: Set<Cause> = [
        .certificateValidity, .certificateRevoked, .chainOrder, .untrustedSubject, .keyKind, .certificateNotRegistered,
    ]

    /// A cause in a few words.
    static let words: [Cause: String] = [
        .certificateValidity: "the certificate is outside its own validity",
        .certificateRevoked: "the certificate was revoked",
        .chainOrder:
            "the chain in the assertion is incomplete or out of order; it must run from the leaf to the issuing authority",
        .untrustedSubject: "the certificate's subject name is not one that the application trusts",
        .keyKind: "the key is of a kind that it does not take for this registration",
        .certificateNotRegistered: "the assertion names no certificate that it expects",
        .tenant: "the tenant is not in this cloud, or takes no such sign-in",
        .client: "the client is not known there as the assertion names it",
        .audience: "the assertion is addressed to somebody else",
        .permission: "the application may not have what was asked for",
        .secret: "the secret is wrong or has expired",
        .signature: "the assertion cannot be read",
        .service: "it has too much to do",
        .user: "the user has to sign in again or to do more",
        .certificateUnreadable: "it expected a certificate and saw none",
    ]

    /// A fault of the certificate before anything was sent.
    static func certificateFault(_ error: CredentialError) -> FailureDiagnosis? {
        guard error.refusal == nil, let fault = error.cause as? SignetCertificates.CertificateError else { return nil }
        let cause: Cause =
            switch fault.code {
            case .expired, .notYetValid: .certificateValidity
            case .unsuitableForAssertion, .weakKey, .unsupportedKey: .keyKind
            default: .certificateUnreadable
            }
        return FailureDiagnosis(
            cause: cause,
            explanation: "Nothing was sent: \(fault.message).",
            remedy: "See \(error.troubleshooting)."
        )
    }

    /// The thumbprint that the text of 700027 names.
    static func thumbprint(in text: String) -> Thumbprint? {
        let words = text.split { "'\", :".contains($0) }
        return words.lazy.filter { $0.utf8.count == 40 || $0.utf8.count == 64 }
            .compactMap { Thumbprint(hexadecimal: String($0)) }.first
    }

    /// The service's clock, as the text of 700024 states it.
    static func currentTime(in text: String) -> Date? {
        let words = text.split(separator: " ")
        guard let index = words.indices.first(where: { words[$0] == "time:" && $0 > 0 && words[$0 - 1] == "Current" }),
            index + 1 < words.count
        else { return nil }
        // Seven decimals are more than a date of ours reads, and whole seconds are enough.
        return Timestamp.parse(words[index + 1].prefix(19) + "Z")
    }
}

extension String {
    /// The text with a capital letter at its beginning.
    var capitalizedFirst: String { self.prefix(1).uppercased() + self.dropFirst() }
}
