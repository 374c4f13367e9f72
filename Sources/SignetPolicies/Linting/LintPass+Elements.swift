// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

extension LintPass {
    /// What can be seen of one element alone.
    mutating func checkElements(_ root: PolicyElement) {
        var elements: [PolicyElement] = []
        root.forEachElement { elements.append($0) }
        let fetchesCertificate = elements.contains { element in
            element.name == "set-url" && element.text.string.contains(".vault.azure.net/certificates/")
        }
        for element in elements {
            checkCertificate(element, fetchesCertificate: fetchesCertificate)
            checkConditions(element)
            checkDeprecation(element)
            checkSecrets(element)
            for expression in element.lintedExpressions { checkStrings(element, expression) }
        }
    }

    private mutating func checkCertificate(_ element: PolicyElement, fetchesCertificate: Bool) {
        for expression in element.lintedExpressions {
            // In an expression there is no other way; a named value is at least renewed in one place.
            for thumbprint in expression.facts.thumbprints where !thumbprint.name.contains("{{") {
                report(
                    element,
                    .rotatingThumbprint,
                    "The certificate is looked up by a thumbprint, which changes with every renewal. Keep it in a named value "
                        + "that is renewed with the certificate.",
                    at: expression.place(thumbprint.offset),
                    length: thumbprint.name.utf8.count + 2
                )
            }
        }
        guard element.name == "authentication-certificate" else { return }
        if let thumbprint = element.attribute("thumbprint"), ExpressionText(thumbprint.value) == nil {
            report(
                element,
                .rotatingThumbprint,
                "The thumbprint changes when the certificate is renewed, and certificates of Key Vault cannot be chosen by "
                    + "it. Use 'certificate-id'.",
                at: thumbprint.offset,
                length: thumbprint.name.utf8.count
            )
        }
        if let body = element.attribute("body"), fetchesCertificate {
            report(
                element,
                .certificateWithoutKey,
                "Key Vault's /certificates gives the certificate without its private key. Fetch it from /secrets, or use "
                    + "'certificate-id'.",
                at: body.offset,
                length: body.name.utf8.count
            )
        }
    }

    /// Branches whose condition an earlier branch has.
    private mutating func checkConditions(_ element: PolicyElement) {
        guard element.name == "choose" else { return }
        var seen: Set<[ExpressionWord.Kind]> = []
        for when in element.elements where when.name == "when" {
            guard let text = when.attribute("condition")?.value, let condition = LintedExpression(text) else {
                continue
            }
            let words = condition.facts.words
            guard !words.isEmpty, !seen.insert(words).inserted else { continue }
            report(when, .unreachable, "An earlier branch has the same condition: this branch is never reached.")
        }
    }

    private static let deprecated = [
        "cross-domain": "No browser runs Flash or Silverlight any more; web pages need 'cors'.",
        "zumo-master-key":
            "Azure Mobile Services, whose keys this names, no longer exists; use 'key' or 'openid-config'.",
    ]

    private mutating func checkDeprecation(_ element: PolicyElement) {
        guard let remedy = Self.deprecated[element.name] else { return }
        report(element, .deprecated, "The element is deprecated. \(remedy)")
    }

    /// References in strings of the raw form, where nobody decodes them.
    private mutating func checkStrings(_ element: PolicyElement, _ expression: LintedExpression) {
        guard !self.document.isWellFormedXML, !expression.text.isCharacterData else { return }
        for string in expression.facts.strings {
            for reference in ["&amp;", "&quot;", "&lt;", "&gt;", "&apos;"] where string.name.contains(reference) {
                report(
                    element,
                    .referenceInString,
                    "A document of the raw form is not decoded: the string holds '\(reference)' as it is. Write the "
                        + "character itself.",
                    at: expression.place(string.offset)
                )
                break
            }
        }
    }
}
