// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

extension DocumentCompilation {
    mutating func checkHeader(_ element: PolicyElement) -> PolicyStatement? {
        let faults = self.diagnostics.count
        let header = value(element, "name")
        let code = integer(element, "failed-check-httpcode", in: 100...999)
        let message = value(element, "failed-check-error-message")
        let ignoresCase = flag(element, "ignore-case")
        let values = texts(element, "value")
        guard !hasErrors(since: faults), let header, let code, let message else { return nil }
        return .checkHeader(
            CheckHeader(
                name: header,
                statusCode: code,
                message: message,
                ignoresCase: ignoresCase ?? .literal(false),
                values: values
            )
        )
    }

    mutating func ipFilter(_ element: PolicyElement) -> PolicyStatement? {
        let faults = self.diagnostics.count
        let action = name(element, "action")
        var ranges: [IPFilter.Range] = []
        for child in element.elements {
            if child.name == "address" {
                guard check(child, PolicyCatalogue.text("address")), let text = content(child) else { continue }
                if let address = address(child, text) { ranges.append(IPFilter.Range(first: address, last: address)) }
            } else {
                let definition = PolicyCatalogue.part(
                    "address-range",
                    [.attribute("from", required: true), .attribute("to", required: true)]
                )
                guard check(child, definition) else { continue }
                let first = value(child, "from").flatMap { self.address(child, $0) }
                let last = value(child, "to").flatMap { self.address(child, $0) }
                if let first, let last { ranges.append(IPFilter.Range(first: first, last: last)) }
            }
        }
        if ranges.isEmpty, !hasErrors(since: faults) { missing(element, "address, address-range") }
        guard !hasErrors(since: faults) else { return nil }
        return .ipFilter(IPFilter(isAllowList: action == "allow", ranges: ranges))
    }

    private mutating func address(_ element: PolicyElement, _ value: PolicyValue) -> PolicySetting<IPAddress>? {
        switch value {
        case .expression(let expression): return .expression(expression)
        case .literal(let text):
            if let address = IPAddress(text) { return .literal(address) }
            if self.compiler.purpose == .inspection, text.contains("{{") { return nil }
            report(element, .invalidValue, "The value '\(text)' is not a valid IP address.")
            return nil
        }
    }

    mutating func cors(_ element: PolicyElement) -> PolicyStatement? {
        let faults = self.diagnostics.count
        let credentials = flag(element, "allow-credentials")
        let terminates = flag(element, "terminate-unmatched-request")
        let origins = texts(section(element, "allowed-origins", [.any("origin", atLeast: 1)]), "origin")
        let allowed = section(
            element,
            "allowed-methods",
            [.any("method", atLeast: 1)],
            [.attribute("preflight-result-max-age", default: "0")]
        )
        let age = allowed.flatMap { integer($0, "preflight-result-max-age", in: 0...Int(Int32.max)) }
        let methods = texts(allowed, "method")
        let headers = texts(section(element, "allowed-headers", [.any("header", atLeast: 1)]), "header")
        let exposed = texts(section(element, "expose-headers", [.any("header", atLeast: 1)]), "header")
        for origin in origins { checkOrigin(element, origin, credentials) }
        guard !hasErrors(since: faults) else { return nil }
        return .cors(
            CORS(
                allowsCredentials: credentials ?? .literal(false),
                terminatesUnmatched: terminates ?? .literal(true),
                origins: origins,
                methods: methods,
                maximumAge: age,
                headers: headers,
                exposedHeaders: exposed
            )
        )
    }

    private mutating func checkOrigin(
        _ element: PolicyElement,
        _ origin: PolicyValue,
        _ credentials: PolicySetting<Bool>?
    ) {
        guard case .literal("*") = origin, case .literal(true) = credentials ?? .literal(false) else { return }
        report(
            element,
            .invalidValue,
            "With allow-credentials=\"true\" the origin '*' gives no credentials to anybody; name the origins.",
            severity: .warning
        )
    }

    mutating func clientCertificate(_ element: PolicyElement) -> PolicyStatement? {
        let faults = self.diagnostics.count
        var flags: [Bool] = []
        for name in ["validate-revocation", "validate-trust", "validate-not-before", "validate-not-after"] {
            flags.append(literalFlag(element, name, default: true))
        }
        let ignoresErrors = literalFlag(element, "ignore-error", default: false)
        let list = section(element, "identities", [.any("identity", atLeast: 1)])
        var identities: [ValidateClientCertificate.Identity] = []
        for child in list?.elements ?? [] where check(child, PolicyCatalogue.identity) {
            if child.attributes.isEmpty { report(child, .missingAttribute, "An identity must name something.") }
            identities.append(
                ValidateClientCertificate.Identity(
                    thumbprint: value(child, "thumbprint"),
                    serialNumber: value(child, "serial-number"),
                    commonName: value(child, "common-name"),
                    subject: value(child, "subject"),
                    dnsName: value(child, "dns-name"),
                    issuerSubject: value(child, "issuer-subject"),
                    issuerThumbprint: value(child, "issuer-thumbprint"),
                    issuerCertificateID: value(child, "issuer-certificate-id")
                )
            )
        }
        guard !hasErrors(since: faults) else { return nil }
        return .validateClientCertificate(
            ValidateClientCertificate(
                validatesRevocation: flags[0],
                validatesTrust: flags[1],
                validatesNotBefore: flags[2],
                validatesNotAfter: flags[3],
                ignoresErrors: ignoresErrors,
                identities: identities
            )
        )
    }
}
