// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

@testable import SignetPolicies

/// Compiling texts that a test writes down.
enum CompiledText {
    /// The result for a document with one section.
    static func result(
        _ text: String,
        in section: PolicySection = .inbound,
        namedValues: NamedValues = [:],
        isStrict: Bool = false
    ) -> PolicyCompiler.Result {
        let section = section.rawValue
        let backend = section == "backend" ? "" : "<backend><base/></backend>"
        return document(
            "<policies><\(section)>\(text)</\(section)>\(backend)</policies>",
            namedValues: namedValues,
            isStrict: isStrict
        )
    }

    /// The result for a document.
    static func document(
        _ text: String,
        namedValues: NamedValues = [:],
        isStrict: Bool = false
    ) -> PolicyCompiler.Result {

        PolicyCompiler(namedValues: namedValues, isStrict: isStrict)
            .compile(PolicyDocument(Array(text.utf8)), scope: .api, inheriting: .standard)
    }

    /// The statements of a section.
    static func statements(_ text: String, in section: PolicySection = .inbound) -> [PolicyStatement] {
        result(text, in: section).policy?[section].map(\.statement) ?? []
    }

    /// The names and paths of steps, with what is in a choose.
    static func outline(_ steps: [PolicyStep]) -> [String] {
        steps.flatMap { step -> [String] in
            guard case .choose(let choose) = step.statement else { return ["\(step.scope.rawValue):\(step.path)"] }
            return ["\(step.scope.rawValue):\(step.path)"] + choose.branches.flatMap { outline($0.steps) }
                + outline(choose.otherwise)
        }
    }
}

extension PolicySetting {
    /// The literal, if it is one.
    var literal: Value? { if case .literal(let value) = self { value } else { nil } }
    /// The C#, if it is an expression.
    var source: String? { if case .expression(let expression) = self { expression.source } else { nil } }
}
