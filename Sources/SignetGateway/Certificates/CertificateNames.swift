// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SwiftASN1
import X509

/// The names in a certificate, and how they are compared.
struct CertificateNames {
    /// The common name of the subject.
    let commonName: String?
    /// The DNS names, in lower case.
    let dnsNames: [String]

    init(_ details: CertificateDetails) {
        let extensions = (try? Certificate(derEncoded: details.der))?.extensions
        let part = Self.parts(details.subject).first { $0.uppercased().hasPrefix("CN=") }
        self.commonName = part.map { Self.unescaped($0.dropFirst(3)) }
        let names = try? extensions?.subjectAlternativeNames
        self.dnsNames =
            (names ?? nil)?.compactMap { if case .dnsName(let name) = $0 { name.lowercased() } else { nil } } ?? []
    }

    /// The parts of a name as RFC 4514 writes it; a comma behind a backslash parts nothing.
    private static func parts(_ name: String) -> [String] {
        var parts = [""]
        var isEscaped = false
        for character in name {
            if character == ",", !isEscaped {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
            isEscaped = character == "\\" && !isEscaped
        }
        return parts.map(\.trimmingSpaces)
    }

    private static func unescaped(_ text: Substring) -> String {
        var plain = ""
        var isEscaped = false
        for character in text {
            if character == "\\", !isEscaped {
                isEscaped = true
            } else {
                plain.append(character)
                isEscaped = false
            }
        }
        return plain
    }

    /// Whether a name is one of a certificate's spellings, whatever spaces and case it has.
    static func areEqual(_ name: String, _ spellings: String...) -> Bool {
        let name = normal(name)
        return spellings.contains { normal($0) == name }
    }

    /// A name without the spaces between its parts, in lower case.
    private static func normal(_ name: String) -> String {
        parts(name)
            .map { part in
                part.split(separator: "=", maxSplits: 1).map { String($0).trimmingSpaces }.joined(separator: "=")
            }
            .joined(separator: ",").lowercased()
    }

    /// The digits of a number without what people write between and in front of them.
    static func digits(_ number: String) -> String {
        String(number.lowercased().filter { $0.isHexDigit }.drop { $0 == "0" })
    }
}
