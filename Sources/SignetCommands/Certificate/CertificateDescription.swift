// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore

/// What a certificate file is, for `inspect` and `create`: the members that scripts rely on, and the same for people.
struct CertificateDescription {
    private let format: String
    private let leaf: CertificateDetails
    private let chain: [CertificateDetails]
    private let hasPrivateKey: Bool
    private let warnings: [String]

    /// Describes a pair that was just made.
    init(certificate: ClientCertificate, format: CertificateBundle.Format) {
        self.format = format.rawValue
        self.leaf = certificate.details
        self.chain = certificate.derChain.compactMap { try? CertificateDetails(der: $0) }
        self.hasPrivateKey = true
        self.warnings = []
    }

    /// Describes what a file holds: the pair, or its first certificate where it has no key.
    init(bundle: CertificateBundle, selecting selection: KeySelection, now: Date) throws {
        self.format = bundle.format.rawValue
        self.warnings = bundle.warnings(at: now).map(\.message)
        self.hasPrivateKey = !bundle.keys.isEmpty
        if bundle.keys.isEmpty, let first = bundle.certificates.first {
            self.leaf = first.details
            self.chain = bundle.certificates.map(\.details)
        } else {
            let pair = try ClientCertificate(bundle: bundle, selecting: selection)
            self.leaf = pair.details
            self.chain = pair.derChain.compactMap { try? CertificateDetails(der: $0) }
        }
    }

    private var keyType: String {
        switch self.leaf.keyType {
        case let type where type.hasPrefix("RSA"): "RSA"
        case let type where type.hasPrefix("EC") || type.hasPrefix("P-"): "EC"
        default: self.leaf.keyType
        }
    }

    /// The document, with further members in front.
    func json(with further: JSONObject = [:]) -> JSONValue {
        var object = further
        object["format"] = .string(self.format)
        object["subject"] = .string(self.leaf.subject)
        object["issuer"] = .string(self.leaf.issuer)
        object["serialNumber"] = .string(self.leaf.serialNumber)
        object["notBefore"] = .string(Timestamp.iso8601(self.leaf.notBefore))
        object["notAfter"] = .string(Timestamp.iso8601(self.leaf.notAfter))
        object["keyType"] = .string(self.keyType)
        object["keyBits"] = self.leaf.keyBits.map { .number($0) } ?? .null
        object["hasPrivateKey"] = .bool(self.hasPrivateKey)
        object["thumbprint"] = .string(self.leaf.sha1Thumbprint.hexadecimal)
        object["thumbprintSHA256"] = .string(self.leaf.sha256Thumbprint.hexadecimal)
        object["chain"] = .array(
            self.chain.map {
                ["subject": .string($0.subject), "thumbprint": .string($0.sha1Thumbprint.hexadecimal)]
            }
        )
        object["warnings"] = .array(self.warnings.map { .string($0) })
        return .object(object)
    }

    /// The same for people, a line each.
    var text: String {
        var lines = [
            "format             \(self.format)",
            "subject            \(self.leaf.subject)",
            "issuer             \(self.leaf.issuer)",
            "serial number      \(self.leaf.serialNumber)",
            "valid from         \(Timestamp.iso8601(self.leaf.notBefore))",
            "valid until        \(Timestamp.iso8601(self.leaf.notAfter))",
            "key                \(self.keyType)\(self.leaf.keyBits.map { " \($0)" } ?? "")",
            "private key        \(self.hasPrivateKey ? "yes" : "no")",
            "thumbprint         \(self.leaf.sha1Thumbprint.hexadecimal)",
            "thumbprint SHA-256 \(self.leaf.sha256Thumbprint.hexadecimal)",
        ]
        for (index, certificate) in self.chain.enumerated() {
            lines.append("chain \(index)            \(certificate.subject)  \(certificate.sha1Thumbprint.hexadecimal)")
        }
        lines.append(contentsOf: self.warnings.map { "warning            \($0)" })
        return lines.joined(separator: "\n")
    }
}
