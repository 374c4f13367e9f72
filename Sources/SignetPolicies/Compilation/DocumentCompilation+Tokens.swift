// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

extension DocumentCompilation {
    /// `validate-jwt` and `validate-azure-ad-token`.
    mutating func token(_ element: PolicyElement) -> PolicyStatement? {
        let faults = self.diagnostics.count
        let isDirectory = element.name == "validate-azure-ad-token"
        let source = tokenSource(element, fallsBack: isDirectory)
        let directory = isDirectory ? self.directory(element) : nil
        refuseDecryption(element)
        let keys = signingKeys(element)
        let claims = requiredClaims(element)
        let configurations = isDirectory ? [] : openIDConfigurations(element)
        let code = integer(element, "failed-validation-httpcode", in: 100...999)
        let message = value(element, "failed-validation-error-message")
        let scheme = value(element, "require-scheme")
        let expires = flag(element, "require-expiration-time")
        let signed = flag(element, "require-signed-tokens")
        let skew = integer(element, "clock-skew", in: 0...Int(Int32.max))
        let audiences = texts(section(element, "audiences", [.any("audience", atLeast: 1)]), "audience")
        let issuers = texts(section(element, "issuers", [.any("issuer", atLeast: 1)]), "issuer")
        guard !hasErrors(since: faults), let source else { return nil }
        return .validateToken(
            ValidateToken(
                source: source,
                scheme: scheme,
                statusCode: code ?? .literal(401),
                message: message,
                requiresExpirationTime: expires ?? .literal(true),
                requiresSignedTokens: signed ?? .literal(true),
                clockSkew: skew ?? .literal(0),
                outputVariable: name(element, "output-token-variable-name"),
                configurations: configurations,
                keys: keys,
                audiences: audiences,
                issuers: issuers,
                claims: claims,
                directory: directory
            )
        )
    }

    private mutating func tokenSource(_ element: PolicyElement, fallsBack: Bool) -> ValidateToken.Source? {
        let forms = ["header-name", "query-parameter-name", "token-value"].filter { element.attribute($0) != nil }
        guard forms.count == 1, let form = forms.first else {
            if forms.isEmpty, fallsBack { return .header(.literal("Authorization")) }
            report(
                element,
                forms.isEmpty ? .missingAttribute : .conflictingAttributes,
                "Exactly one of the attributes 'header-name', 'query-parameter-name' and 'token-value' must be specified."
            )
            return nil
        }
        guard let value = value(element, form) else { return nil }
        switch form {
        case "header-name": return .header(value)
        case "query-parameter-name": return .query(value)
        default: return .value(value)
        }
    }

    private mutating func directory(_ element: PolicyElement) -> ValidateToken.Directory? {
        let endpoint = value(element, "authentication-endpoint")
        let list: [PolicyChildDefinition] = [.any("application-id", atLeast: 1)]
        let clients = texts(section(element, "client-application-ids", list), "application-id")
        let backends = texts(section(element, "backend-application-ids", list), "application-id")
        return value(element, "tenant-id")
            .map { tenant in
                ValidateToken.Directory(
                    tenant: tenant,
                    endpoint: endpoint ?? .literal("https://login.microsoftonline.com"),
                    clientApplications: clients,
                    backendApplications: backends
                )
            }
    }

    private mutating func refuseDecryption(_ element: PolicyElement) {
        guard let keys = element.elements.first(where: { $0.name == "decryption-keys" }) else { return }
        report(
            keys,
            .unsupportedForm,
            "Encrypted tokens ('decryption-keys') are not executed yet by this version of Signet.",
            severity: self.compiler.purpose == .execution ? .error : .warning
        )
    }

    private mutating func openIDConfigurations(_ element: PolicyElement) -> [PolicyValue] {
        var configurations: [PolicyValue] = []
        let definition = PolicyCatalogue.part("openid-config", [.attribute("url", required: true)])
        for child in element.elements where child.name == "openid-config" && check(child, definition) {
            if let url = value(child, "url") { configurations.append(url) }
        }
        return configurations
    }

    private mutating func signingKeys(_ element: PolicyElement) -> [ValidateToken.Key] {
        guard let list = section(element, "issuer-signing-keys", [.any("key", atLeast: 1)]) else { return [] }
        var keys: [ValidateToken.Key] = []
        for child in list.elements where child.name == "key" && check(child, PolicyCatalogue.key) {
            let id = value(child, "id")
            if let certificate = value(child, "certificate-id") {
                keys.append(ValidateToken.Key(id: id, material: .certificate(certificate)))
            } else if let modulus = value(child, "n"), let exponent = value(child, "e") {
                keys.append(ValidateToken.Key(id: id, material: .rsa(modulus: modulus, exponent: exponent)))
            } else if let text = content(child), !isEmpty(text) {
                keys.append(ValidateToken.Key(id: id, material: .symmetric(text)))
            } else if !child.attributes.contains(where: { ["certificate-id", "n", "e"].contains($0.name) }) {
                report(child, .missingElement, "The key has neither a value, nor 'certificate-id', nor 'n' and 'e'.")
            } else {
                report(child, .missingAttribute, "The attributes 'n' and 'e' must be specified together.")
            }
        }
        return keys
    }

    private func isEmpty(_ value: PolicyValue) -> Bool {
        if case .literal(let text) = value { text.isEmpty } else { false }
    }

    private mutating func requiredClaims(_ element: PolicyElement) -> [ValidateToken.Claim] {
        guard let list = section(element, "required-claims", [.any("claim", atLeast: 1)]) else { return [] }
        var claims: [ValidateToken.Claim] = []
        for child in list.elements where child.name == "claim" && check(child, PolicyCatalogue.claim) {
            let match = setting(child, "match", .any) { $0 == "any" }
            let separator = value(child, "separator")
            let values = texts(child, "value")
            guard let name = value(child, "name") else { continue }
            claims.append(
                ValidateToken.Claim(
                    name: name,
                    matchesAny: match ?? .literal(false),
                    separator: separator,
                    values: values
                )
            )
        }
        return claims
    }
}
