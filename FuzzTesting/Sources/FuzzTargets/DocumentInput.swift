// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetPolicies

enum DocumentInput {
    static func run(_ bytes: [UInt8]) -> String? {
        let check = PolicyCheck(bytes, path: "policy.xml")
        for diagnostic in check.diagnostics {
            guard diagnostic.line > 0, diagnostic.column > 0, diagnostic.length > 0 else {
                return "a diagnostic without a place"
            }
            guard diagnostic.excerpt.contains("^") else { return "a diagnostic without an excerpt" }
        }
        let document = PolicyDocument(bytes)
        guard document.diagnostics.isEmpty else { return nil }
        return formats(document) ?? converts(document)
    }

    private static func formats(_ document: PolicyDocument) -> String? {
        guard let formatted = document.formatted() else { return "a document is not formatted" }
        let again = PolicyDocument(formatted, maximumSize: .max)
        guard again.diagnostics.isEmpty else { return "a formatted document is not read" }
        return again.formatted() == formatted ? nil : "a formatted document is formatted again"
    }

    private static func converts(_ document: PolicyDocument) -> String? {
        // What cannot be said in the other form is refused; what is said comes back.
        guard let xml = document.converted(to: .xml) else { return nil }
        let document = PolicyDocument(xml, maximumSize: .max)
        guard document.isWellFormedXML else { return "a converted document is not XML" }
        guard let raw = document.converted(to: .rawxml) else { return nil }
        guard let again = PolicyDocument(raw, maximumSize: .max).converted(to: .xml) else {
            return "a document converts one way only"
        }
        return again == xml ? nil : "a document does not come back"
    }
}
