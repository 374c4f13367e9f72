// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SwiftASN1
import X509

/// A distinguished name as .NET and Windows write it, which is not how RFC 4514 does.
///
/// Parts are divided by a comma and a space, `E` and `S` stand for the mail address and the state, what has no short name
/// is `OID.` with its number, and a value that could be misread stands in quotation marks ("CertNameToStr function",
/// "X509Certificate.Subject property").
struct FrameworkNameText {
    /// Such as `CN=daemon, O="Contoso, Inc."`, the most specific part first.
    let text: String

    init(_ name: DistinguishedName) {
        self.text = name.reversed().map { part in part.map(Self.text).joined(separator: " + ") }.joined(separator: ", ")
    }

    private static let shortNames: [ASN1ObjectIdentifier: String] = [
        [2, 5, 4, 3]: "CN", [2, 5, 4, 4]: "SN", [2, 5, 4, 5]: "SERIALNUMBER", [2, 5, 4, 6]: "C", [2, 5, 4, 7]: "L",
        [2, 5, 4, 8]: "S", [2, 5, 4, 9]: "STREET", [2, 5, 4, 10]: "O", [2, 5, 4, 11]: "OU", [2, 5, 4, 12]: "T",
        [2, 5, 4, 13]: "Description", [2, 5, 4, 17]: "PostalCode", [2, 5, 4, 18]: "POBox", [2, 5, 4, 20]: "Phone",
        [2, 5, 4, 42]: "G", [2, 5, 4, 43]: "I", [1, 2, 840, 113_549, 1, 9, 1]: "E",
        [0, 9, 2342, 19_200_300, 100, 1, 25]: "DC",
    ]

    private static func text(_ attribute: RelativeDistinguishedName.Attribute) -> String {
        let name = shortNames[attribute.type] ?? "OID.\(attribute.type)"
        return "\(name)=\(quoted(String(attribute.value) ?? String(describing: attribute.value)))"
    }

    private static func quoted(_ value: String) -> String {
        let isPlain =
            !value.isEmpty && value.first?.isWhitespace == false && value.last?.isWhitespace == false
            && !value.contains(where: { ",+=\"\n<>#;".contains($0) })
        return isPlain ? value : "\"\(value.replacing("\"", with: "\"\""))\""
    }
}

extension CertificateDetails {
    /// The subject as .NET writes it, such as `CN=daemon, O=Contoso`.
    package var frameworkSubject: String { Self.frameworkText(self.subjectDER) ?? self.subject }
    /// The issuer as .NET writes it.
    package var frameworkIssuer: String { Self.frameworkText(self.issuerDER) ?? self.issuer }

    private static func frameworkText(_ name: [UInt8]) -> String? {
        (try? DistinguishedName(derEncoded: DER.parse(name))).map { FrameworkNameText($0).text }
    }
}
