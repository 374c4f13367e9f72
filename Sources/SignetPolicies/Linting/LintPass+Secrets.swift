// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension LintPass {
    /// Attributes that hold a secret, by the element that they belong to.
    private static let secretAttributes: [String: Set<String>] = [
        "authentication-basic": ["password"], "authentication-certificate": ["password"], "proxy": ["password"],
    ]

    /// Headers and query parameters that hold a secret.
    private static let secretFields: Set<String> = [
        "authorization", "proxy-authorization", "ocp-apim-subscription-key", "subscription-key", "api-key", "apikey",
        "x-api-key", "x-functions-key", "x-auth-token", "cookie", "code", "sig", "client_secret", "access_token",
    ]

    private static let secretWords = ["password", "passwd", "secret", "apikey", "api-key", "accesskey", "accountkey"]

    /// What begins or marks a secret within a text.
    private static let marks = [
        "AccountKey=", "SharedAccessKey=", "client_secret=", "Password=", "-----BEGIN PRIVATE KEY",
    ]

    /// Secrets that stand in the document.
    mutating func checkSecrets(_ element: PolicyElement) {
        for attribute in element.attributes
        where Self.secretAttributes[element.name]?.contains(attribute.name) == true && isClear(attribute.value) {
            reportSecret(element, at: attribute.offset, length: attribute.name.utf8.count)
        }
        switch element.name {
        case "set-header", "set-query-parameter": checkField(element)
        case "set-variable": checkVariable(element)
        case "key" where isClear(element.text) && element.text.bytes.count >= 16 && element.attribute("n") == nil:
            reportSecret(element)
        default: break
        }
        checkMarks(element)
    }

    private mutating func checkField(_ element: PolicyElement) {
        guard let name = element.attribute("name")?.value.string.lowercased(), Self.secretFields.contains(name) else {
            return
        }
        for value in element.elements where value.name == "value" && isClear(value.text) {
            let text = value.text.string
            // `code` and `sig` are keys of functions and storage when they look like keys, not words.
            guard name.contains("auth") || name.contains("key") || text.utf8.count >= 20 else { continue }
            reportSecret(value)
        }
    }

    private mutating func checkVariable(_ element: PolicyElement) {
        guard let name = element.attribute("name")?.value.string.lowercased() else { return }
        guard Self.secretWords.contains(where: { name.hasSuffix($0) }) else { return }
        guard let value = element.attribute("value"), isClear(value.value) else { return }
        guard !["true", "false"].contains(value.value.string.lowercased()) else { return }
        reportSecret(element, at: value.offset, length: value.name.utf8.count)
    }

    /// Connection strings, forms and keys within texts and strings of expressions.
    private mutating func checkMarks(_ element: PolicyElement) {
        for expression in element.lintedExpressions {
            for string in expression.facts.strings where Self.holdsMark(string.name) {
                reportSecret(element, at: expression.place(string.offset))
            }
        }
        for text in element.attributes.map(\.value) + [element.text]
        where ExpressionText(text) == nil && Self.holdsMark(text.string) {
            reportSecret(element, at: text.sourceOffset(text.trimmedRange.lowerBound))
        }
    }

    private static func holdsMark(_ text: String) -> Bool {
        self.marks.contains { mark in
            guard let range = text.firstRange(of: mark) else { return false }
            let value = text[range.upperBound...].prefix { !"&;\"' \r\n".contains($0) }
            return value.utf8.count >= 8 && !value.hasPrefix("{") && !value.hasPrefix("<")
        }
    }

    /// Whether a text stands for itself: no expression, no named value, no template, no mark for a script.
    private func isClear(_ text: PolicyText) -> Bool {
        guard !text.isBlank, ExpressionText(text) == nil else { return false }
        let value = text.string
        return !value.contains("{") && !value.contains("<") && !value.contains("$(")
    }

    private mutating func reportSecret(_ element: PolicyElement, at offset: Int? = nil, length: Int = 1) {
        report(
            element,
            .secretInClear,
            "A secret stands in the document. Keep it in a secret named value or in Key Vault, and write {{name}}.",
            at: offset,
            length: length
        )
    }
}
