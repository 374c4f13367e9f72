// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

extension DocumentCompilation {
    mutating func findAndReplace(_ element: PolicyElement) -> PolicyStatement? {
        let from = value(element, "from")
        let to = value(element, "to")
        guard let from, let to else { return nil }
        if case .literal("") = from {
            report(element, .invalidValue, "The 'from' attribute is invalid - The value '' is invalid.")
            return nil
        }
        return .findAndReplace(FindAndReplace(from: from, to: to))
    }

    mutating func mockResponse(_ element: PolicyElement) -> PolicyStatement? {
        let faults = self.diagnostics.count
        let code = integer(element, "status-code", in: 200...599)
        let type = value(element, "content-type")
        guard !hasErrors(since: faults) else { return nil }
        return .mockResponse(MockResponse(statusCode: code ?? .literal(200), contentType: type))
    }

    mutating func trace(_ element: PolicyElement) -> PolicyStatement? {
        let faults = self.diagnostics.count
        let source = value(element, "source")
        let severity = name(element, "severity").flatMap { TraceStatement.Severity(rawValue: $0) }
        var message = texts(element, "message").first
        if !element.elements.contains(where: { $0.name == "message" }) {
            // Older documents hold the message itself.
            if element.text.isBlank { missing(element, "message") } else { message = content(element) }
        }
        var metadata: [(name: String, value: PolicyValue)] = []
        for child in element.elements where child.name == "metadata" && check(child, PolicyCatalogue.metadata) {
            guard let name = name(child, "name"), let value = value(child, "value") else { continue }
            metadata.append((name, value))
        }
        guard !hasErrors(since: faults), let source, let message else { return nil }
        return .trace(
            TraceStatement(source: source, severity: severity ?? .verbose, message: message, metadata: metadata)
        )
    }
}
