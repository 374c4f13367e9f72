// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

/// The compilation of one document: collects what is wrong and goes on.
struct DocumentCompilation {
    let compiler: PolicyCompiler
    let document: PolicyDocument
    let scope: PolicyScope
    var diagnostics: [Diagnostic]
    var requirements: [PolicySection: ExpressionRequirements] = [:]
    var reportCounts: [Diagnostic.Severity: Int] = [:]
    var policyCount = 0
    var expressionCount = 0
    var boundCount = 0
    var section = PolicySection.inbound
    /// Whether the section is known: a fragment alone may be put into any.
    var knowsSection = true
    /// Whether this is a fragment, in which no fragment and no `<base/>` may stand.
    var isFragment = false

    init(compiler: PolicyCompiler, document: PolicyDocument, scope: PolicyScope) {
        self.compiler = compiler
        self.document = document
        self.scope = scope
        self.diagnostics = document.diagnostics
    }

    mutating func compile() -> CompiledPolicyDocument {
        var sections: [PolicySection: [PlannedNode]] = [:]
        if let root = self.document.root {
            switch root.name {
            case "policies": sections = compile(policies: root)
            case "fragment":
                if self.compiler.purpose == .execution {
                    report(root, .invalidStructure, "A fragment is no policy document: its root must be 'policies'.")
                }
                self.isFragment = true
                self.knowsSection = false
                _ = nodes(root, path: "")
            default:
                report(root, .invalidStructure, "The '\(root.name)' element is not declared; 'policies' is expected.")
            }
        }
        return CompiledPolicyDocument(
            scope: self.scope,
            diagnostics: self.diagnostics.sorted { ($0.line, $0.column) < ($1.line, $1.column) },
            policyCount: self.policyCount,
            expressionCount: self.expressionCount,
            boundCount: self.boundCount,
            sections: sections,
            requirements: self.requirements
        )
    }

    private mutating func compile(policies root: PolicyElement) -> [PolicySection: [PlannedNode]] {
        let expected = PolicySection.allCases.map(\.rawValue).joined(separator: ", ")
        var sections: [PolicySection: [PlannedNode]] = [:]
        checkNoText(root, expected: expected)
        for element in root.elements {
            guard let section = PolicySection(rawValue: element.name), sections[section] == nil else {
                report(
                    element,
                    .invalidStructure,
                    "The element 'policies' has invalid child element '\(element.name)'. List of possible elements "
                        + "expected: '\(expected)'."
                )
                continue
            }
            self.section = section
            sections[section] = nodes(element, path: "")
        }
        checkForwarding(root, sections)
        return sections
    }

    /// A backend section that neither calls the backend nor lets a broader scope do it is almost never meant.
    ///
    /// A document without the section inherits nothing either; one that answers by itself needs no backend.
    private mutating func checkForwarding(_ root: PolicyElement, _ sections: [PolicySection: [PlannedNode]]) {
        let section = root.elements.first { $0.name == PolicySection.backend.rawValue }
        var answers: Set = ["forward-request", "return-response", "include-fragment"]
        if self.scope != .global { answers.insert("base") }
        guard !(section.map { Self.holds($0, answers) } ?? false) else { return }
        let isAnswered = (sections[.inbound] ?? [])
            .contains { node in
                if case .step(let step) = node, case .returnResponse = step.statement { true } else { false }
            }
        guard !isAnswered else { return }
        report(
            section ?? root,
            .forwardRequestLost,
            "Neither <base /> nor <forward-request /> stands in the section 'backend': the backend is never called and "
                + "the caller gets 200 with an empty body.",
            severity: .warning
        )
    }

    private static func holds(_ element: PolicyElement, _ names: Set<String>) -> Bool {
        element.elements.contains { names.contains($0.name) || holds($0, names) }
    }

    /// Compiles the policies that stand in a section, a branch or a fragment.
    mutating func nodes(_ parent: PolicyElement, path: String) -> [PlannedNode] {
        var nodes: [PlannedNode] = []
        var counts: [String: Int] = [:]
        for case .element(let element) in parent.children {
            let number = Self.next(&counts[element.name, default: 0])
            nodes += policy(element, path: path + element.name + "[\(number)]")
        }
        return nodes
    }

    /// Counts one more; a dictionary is searched once for it.
    static func next(_ count: inout Int) -> Int {
        count += 1
        return count
    }

    private mutating func policy(_ element: PolicyElement, path: String) -> [PlannedNode] {
        guard let definition = PolicyCatalogue.definition(element.name) else {
            if self.isFragment, PolicySection(rawValue: element.name) != nil {
                report(element, .invalidFragment, "'\(element.name)' is not allowed in a policy fragment.")
                return []
            }
            let isTold = self.reportCounts[.error] ?? 0 < PolicyReader.maximumDiagnostics
            let nearest = isTold ? PolicyCatalogue.nearest(to: element.name) : nil
            let close = nearest.map { " Did you mean '\($0)'?" } ?? ""
            report(element, .unknownPolicy, "There is no policy '\(element.name)'.\(close)")
            inspect(element)
            return []
        }
        self.policyCount += 1
        checkSection(element, definition)
        guard definition.isExecuted else {
            report(
                element,
                .unsupportedPolicy,
                "The policy '\(element.name)' is not executed yet by this version of Signet.",
                severity: self.compiler.purpose == .execution ? .error : .warning
            )
            checkDescribed(element, definition)
            inspect(element)
            return []
        }
        guard check(element, definition) else {
            inspect(element)
            return []
        }
        return planned(element, path: path)
    }

    /// Compiles a policy whose attributes and children are right.
    private mutating func planned(_ element: PolicyElement, path: String) -> [PlannedNode] {
        switch element.name {
        case "base":
            if self.isFragment {
                report(element, .invalidFragment, "'base' is not allowed in a policy fragment.")
                return []
            }
            return [.base]
        case "choose": return choose(element, path: path)
        case "include-fragment": return fragment(element, path: path)
        case "retry": return retry(element, path: path)
        case "limit-concurrency": return limitConcurrency(element, path: path)
        case "wait": return wait(element, path: path)
        default: return statement(element).map { [.step(step(element, path: path, $0))] } ?? []
        }
    }

    private mutating func checkSection(_ element: PolicyElement, _ definition: PolicyDefinition) {
        guard self.knowsSection, !definition.sections.contains(self.section) else { return }
        let documented = PolicySection.allCases.filter { definition.sections.contains($0) }.map(\.rawValue)
        report(
            element,
            .policyNotAllowedInSection,
            "Policy is not allowed in the specified section '\(self.section.rawValue)'"
                + (documented.isEmpty ? "." : ", it is documented for: \(documented.joined(separator: ", "))."),
            severity: self.compiler.isStrict ? .error : .warning
        )
    }

    /// Makes a step of a statement.
    func step(_ element: PolicyElement, path: String, _ statement: PolicyStatement) -> PolicyStep {
        let (line, column) = self.document.source.position(element.offset)
        return PolicyStep(
            statement: statement,
            name: element.name,
            path: path,
            scope: self.scope,
            section: self.section,
            id: element.attribute("id")?.value.string,
            file: self.document.file,
            line: line,
            column: column
        )
    }

    private mutating func statement(_ element: PolicyElement) -> PolicyStatement? {
        switch element.name {
        case "authentication-certificate": return authenticationCertificate(element)
        case "set-variable": return setVariable(element)
        case "set-header": return field(element).map(PolicyStatement.setHeader)
        case "set-query-parameter": return field(element).map(PolicyStatement.setQueryParameter)
        case "set-backend-service": return backendService(element)
        case "forward-request": return forwardRequest(element)
        case "return-response": return returnResponse(element)
        case "set-status": return status(element).map(PolicyStatement.setStatus)
        case "set-body": return body(element).map(PolicyStatement.setBody)
        case "set-method": return method(element)
        case "rewrite-uri": return rewriteURI(element)
        default: return otherStatement(element)
        }
    }

    private mutating func otherStatement(_ element: PolicyElement) -> PolicyStatement? {
        switch element.name {
        case "send-request", "send-one-way-request": return sendRequest(element)
        case "authentication-managed-identity":
            return managedIdentity(element).map(PolicyStatement.authenticationManagedIdentity)
        case "authentication-basic": return basicAuthentication(element).map(PolicyStatement.authenticationBasic)
        case "cache-lookup-value", "cache-store-value", "cache-remove-value", "cache-lookup", "cache-store":
            return caching(element)
        case "check-header": return checkHeader(element)
        case "ip-filter": return ipFilter(element)
        case "cors": return cors(element)
        case "validate-client-certificate": return clientCertificate(element)
        case "validate-jwt", "validate-azure-ad-token": return token(element)
        case "rate-limit", "rate-limit-by-key": return rateLimit(element)
        case "quota", "quota-by-key": return quota(element)
        case "find-and-replace": return findAndReplace(element)
        case "mock-response": return mockResponse(element)
        case "trace": return trace(element)
        default: return nil
        }
    }
}
