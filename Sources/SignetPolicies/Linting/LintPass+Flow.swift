// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What is known at a point of a call.
private struct LintFlow {
    /// Where each body was consumed, if it was and nothing set it since.
    var consumed: [ExpressionFacts.Body: Place] = [:]
    /// Whether the call is over.
    var isEnded = false
    /// Whether the request was sent.
    var isForwarded = false
    /// Whether a `backend-id` was chosen.
    var hasBackendID = false
    /// Whether what stands here may be executed again.
    var isRepeated = false

    struct Place {
        let element: PolicyElement
        let offset: Int
    }

    /// What is known where several ways meet.
    static func joined(_ ways: [LintFlow], before: LintFlow) -> LintFlow {
        let open = ways.filter { !$0.isEnded }
        guard !open.isEmpty else {
            var ended = before
            ended.isEnded = true
            return ended
        }
        var result = before
        result.consumed = open.reduce(into: [:]) { $0.merge($1.consumed) { first, _ in first } }
        result.isForwarded = open.allSatisfy(\.isForwarded)
        return result
    }
}

extension LintPass {
    /// Follows a call through the sections.
    mutating func checkFlow(_ root: PolicyElement) {
        guard root.name == "policies" else {
            var flow = LintFlow()
            follow(root, .inbound, &flow)
            return
        }
        var flow = LintFlow()
        for section in [PolicySection.inbound, .backend] {
            guard let element = root.elements.first(where: { $0.name == section.rawValue }) else { continue }
            if !flow.isEnded { follow(element, section, &flow) }
        }
        for section in [PolicySection.outbound, .onError] {
            guard let element = root.elements.first(where: { $0.name == section.rawValue }) else { continue }
            var flow = LintFlow()
            follow(element, section, &flow)
            if let place = flow.consumed[.response], !flow.isEnded { reportLost(place, "answered to the caller") }
        }
    }

    /// Follows the policies of a section, a branch or a fragment.
    private mutating func follow(_ parent: PolicyElement, _ section: PolicySection, _ flow: inout LintFlow) {
        for element in parent.elements {
            guard !flow.isEnded else {
                report(element, .unreachable, "The call ends before this policy: it is never executed.")
                return
            }
            if element.name == "choose" {
                choose(element, section, &flow)
            } else if PolicyCatalogue.containers.contains(element.name) {
                read(element, &flow)
                let before = flow
                flow.isRepeated = flow.isRepeated || element.name == "retry"
                follow(element, section, &flow)
                flow.isRepeated = before.isRepeated
                flow.isEnded = before.isEnded
            } else {
                step(element, section, &flow)
            }
        }
    }

    private mutating func choose(_ element: PolicyElement, _ section: PolicySection, _ flow: inout LintFlow) {
        var ways: [LintFlow] = []
        for when in element.elements where when.name == "when" {
            read(when, &flow)
            var way = flow
            follow(when, section, &way)
            ways.append(way)
        }
        if let otherwise = element.elements.first(where: { $0.name == "otherwise" }) {
            var way = flow
            follow(otherwise, section, &way)
            ways.append(way)
        } else {
            ways.append(flow)
        }
        flow = .joined(ways, before: flow)
    }

    private mutating func step(_ element: PolicyElement, _ section: PolicySection, _ flow: inout LintFlow) {
        read(element, &flow)
        for child in element.elements { child.forEachElement { read($0, &flow) } }
        switch element.name {
        case "return-response", "mock-response": flow.isEnded = true
        case "set-body": flow.consumed = [:]
        // What it holds is not known here.
        case "include-fragment": flow.consumed = [:]
        case "forward-request", "base":
            guard section == .backend else { return }
            if let place = flow.consumed[.request] { reportLost(place, "forwarded to the backend") }
            flow.consumed[.request] = nil
            flow.isForwarded = flow.isForwarded || element.name == "forward-request"
        case "set-backend-service": checkBackend(element, &flow)
        default: break
        }
        checkEffect(element, section, flow)
    }

    /// Takes note of the bodies that an element's expressions read.
    private mutating func read(_ element: PolicyElement, _ flow: inout LintFlow) {
        for expression in element.lintedExpressions {
            let facts = expression.facts
            for read in facts.read {
                guard let place = flow.consumed[read.body] else { continue }
                reportLost(place, "read again")
                flow.consumed[read.body] = nil
            }
            for consumed in facts.consumed {
                flow.consumed[consumed.body] = .init(element: element, offset: expression.place(consumed.offset))
            }
        }
    }

    private mutating func reportLost(_ place: LintFlow.Place, _ use: String) {
        report(
            place.element,
            .consumedBody,
            "The body is consumed here and \(use) later, when it is empty. Write As<T>(preserveContent: true).",
            at: place.offset,
            length: 2
        )
    }

    private mutating func checkBackend(_ element: PolicyElement, _ flow: inout LintFlow) {
        if element.attribute("backend-id") != nil {
            flow.hasBackendID = true
        } else if let attribute = element.attribute("base-url"), flow.hasBackendID {
            report(
                element,
                .withoutEffect,
                "A 'backend-id' was chosen before: only another 'backend-id' replaces it, not a 'base-url'.",
                at: attribute.offset,
                length: attribute.name.utf8.count
            )
        }
    }

    private static let requestPolicies: Set<String> = [
        "set-backend-service", "authentication-certificate", "authentication-managed-identity", "authentication-basic",
        "rewrite-uri", "set-query-parameter", "set-method", "proxy",
    ]

    private mutating func checkEffect(_ element: PolicyElement, _ section: PolicySection, _ flow: LintFlow) {
        guard section == .backend, flow.isForwarded, !flow.isRepeated else { return }
        guard Self.requestPolicies.contains(element.name) else { return }
        if element.attribute("output-token-variable-name") != nil { return }
        report(
            element,
            .withoutEffect,
            "The request has been sent before: this changes nothing. Move it before 'forward-request'."
        )
    }
}
