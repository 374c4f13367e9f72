// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras
import Foundation
import SignetAssertions
import SignetCertificates

/// What minting costs beyond the signature of the same key over as many bytes.
enum AssertionBenchmark {
    static func rows() throws -> [Row] {
        let now = Date()
        let authority = try certificate("CN=authority", at: now, authority: .unlimited)
        let leaf = try certificate("CN=bench", at: now, issuedBy: .authority(authority))
        return [
            try row("assertion minted", leaf, sendsChain: false, goal: 0.98, at: now),
            try row("assertion minted with x5c", leaf, sendsChain: true, goal: 0.97, at: now),
        ]
    }

    private static func certificate(
        _ subject: String,
        at now: Date,
        issuedBy issuer: ClientCertificate.Issuer = .itself,
        authority: CertificateTemplate.Authority = .no
    ) throws -> ClientCertificate {
        var template = CertificateTemplate(
            subject: subject,
            notBefore: now.addingTimeInterval(-60),
            notAfter: now.addingTimeInterval(86_400)
        )
        template.authority = authority
        return try ClientCertificate.create(template, issuedBy: issuer)
    }

    private static func row(
        _ name: String,
        _ certificate: ClientCertificate,
        sendsChain: Bool,
        goal: Double,
        at now: Date
    ) throws -> Row {
        let minter = try AssertionMinter(certificate: certificate, sendsChain: sendsChain)
        let audience = "https://login.microsoftonline.com/11111111-2222-4333-8444-555555555555/oauth2/v2.0/token"
        let clientID = "97e0a5b7-d745-40b6-94fe-5f77d35c6e05"
        let example = try minter.mint(clientID: clientID, audience: audience, at: now).withSerialized { $0 }
        let message = Data(example.utf8.prefix(example.utf8.count - 343))
        let pem = try certificate.pem().withExposedBytes { String(decoding: $0, as: UTF8.self) }
        let key = try _RSA.Signing.PrivateKey(pemRepresentation: pem)
        let timing = try PairedTiming(
            rounds: 15,
            repetitions: 150,
            ours: { _ = try minter.mint(clientID: clientID, audience: audience, at: now) },
            peer: { _ = try key.signature(for: SHA256.hash(data: message), padding: .PSS) }
        )
        return Row(
            name: name,
            value: timing.ours * 1e6,
            unit: "µs",
            peer: "raw RSA-2048 PSS signature, same key, same bytes",
            peerValue: timing.peer * 1e6,
            ratio: timing.ratio,
            goal: "≥ \(goal)",
            met: timing.ratio >= goal
        )
    }
}
