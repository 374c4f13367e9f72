// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

extension DocumentCompilation {
    /// A text with its named values put in.
    mutating func substituted(_ text: PolicyText, in element: PolicyElement, reports: Bool = true) -> PolicyText {
        guard text.bytes.contains(UInt8(ascii: "{")) else { return text }
        var unknown: [(String, Int)] = []
        let result = self.compiler.namedValues.substituted(text) { unknown.append(($0, text.sourceOffset($1))) }
        guard reports, self.compiler.purpose == .execution else { return result }
        for (name, offset) in unknown {
            report(
                element,
                .unknownNamedValue,
                "Cannot find a property '\(name)'.",
                at: offset,
                length: name.utf8.count + 4
            )
        }
        return result
    }

    /// The value of an attribute as messages may quote it.
    mutating func shown(_ element: PolicyElement, _ name: String) -> String {
        element.attribute(name).map { substituted($0.value, in: element, reports: false).concealed.string } ?? ""
    }

    /// Compiles an expression, or says why it cannot be.
    mutating func compiled(
        _ expression: ExpressionText,
        _ text: PolicyText,
        in element: PolicyElement,
        _ expectation: CompiledExpression.Expectation
    ) -> CompiledExpression? {
        self.expressionCount += 1
        do throws(ExpressionError) {
            let compiled = try CompiledExpression(
                expression.source,
                form: expression.form,
                expectation: expectation
            )
            self.boundCount += 1
            self.requirements[self.section, default: ExpressionRequirements()].formUnion(compiled.requirements)
            return compiled
        } catch {
            report(error, expression, text, in: element, expectation)
            return nil
        }
    }

    /// Says what is wrong with an expression.
    private mutating func report(
        _ error: ExpressionError,
        _ expression: ExpressionText,
        _ text: PolicyText,
        in element: PolicyElement,
        _ expectation: CompiledExpression.Expectation
    ) {
        if let (name, offset) = openNameInCode(expression, text) {
            let message =
                "The expression cannot be checked: '{{\(name)}}' is a part of its code, and its value is not known here."
            report(element, .unknownNamedValue, message, severity: .warning, at: offset, length: name.utf8.count + 4)
            return
        }
        let code: DiagnosticCode =
            switch error.code {
            case .syntax: .expressionSyntax
            case .unsupported: .expressionUnsupported
            default: .expressionBinding
            }
        let isOpen = code == .expressionUnsupported && self.compiler.purpose == .inspection
        let offset = text.sourceOffset(expression.offset + (error.offset ?? 0))
        let fault = Self.concealedFault(error, text, expectation) ?? (error.message, offset)
        report(element, code, fault.message, severity: isOpen ? .warning : .error, at: fault.offset)
    }

    /// A named value without a value that stands in the code of an expression, not in its strings, and its place.
    private func openNameInCode(_ expression: ExpressionText, _ text: PolicyText) -> (String, Int)? {
        guard self.compiler.purpose == .inspection, text.secretNames.isEmpty else { return nil }
        var unknown: [(name: String, offset: Int)] = []
        _ = self.compiler.namedValues.substituted(text) { unknown.append(($0, $1)) }
        guard !unknown.isEmpty else { return nil }
        let braces = Set(ExpressionWord.words(of: expression.source).filter { $0.kind == .sign("{") }.map(\.offset))
        return unknown.first { braces.contains($0.offset - expression.offset) }
            .map { ($0.name, text.sourceOffset($0.offset)) }
    }

    /// What may be said about an expression with a secret in it; `nil` where there is none.
    ///
    /// A message quotes words of the expression, and a word may be a part of the secret. So it is taken from compiling
    /// the text in which the secret's name stands, where that has the same fault.
    private static func concealedFault(
        _ error: ExpressionError,
        _ text: PolicyText,
        _ expectation: CompiledExpression.Expectation
    ) -> (message: String, offset: Int)? {
        let names = text.secretNames.map { "{{\($0)}}" }
        guard !names.isEmpty else { return nil }
        let concealed = text.concealed
        if let expression = ExpressionText(concealed) {
            do throws(ExpressionError) {
                _ = try CompiledExpression(expression.source, form: expression.form, expectation: expectation)
            } catch let fault {
                if fault.code == error.code {
                    return (fault.message, concealed.sourceOffset(expression.offset + (fault.offset ?? 0)))
                }
            }
        }
        return (
            "The expression is not right with what \(names.joined(separator: ", ")) stands for, which is secret.",
            text.sourceOffset(text.trimmedRange.lowerBound)
        )
    }

    /// The value of an attribute; `nil` when it is absent or wrong, and then that has been said.
    mutating func value(
        _ element: PolicyElement,
        _ name: String,
        _ expectation: CompiledExpression.Expectation = .any
    ) -> PolicyValue? {
        guard let attribute = element.attribute(name) else { return nil }
        let text = substituted(attribute.value, in: element)
        guard let expression = ExpressionText(text) else { return .literal(text.string) }
        return compiled(expression, text, in: element, expectation).map(PolicyValue.expression)
    }

    /// The value of an attribute that is no text: literals are checked now.
    mutating func setting<Value: Sendable>(
        _ element: PolicyElement,
        _ name: String,
        _ expectation: CompiledExpression.Expectation = .any,
        _ parse: (String) -> Value?
    ) -> PolicySetting<Value>? {
        guard let attribute = element.attribute(name) else { return nil }
        switch value(element, name, expectation) {
        case .none: return nil
        case .expression(let expression): return .expression(expression)
        case .literal(let text):
            if let value = parse(text) { return .literal(value) }
            // Named values that are not known here, and the names that a deployment replaces.
            if self.compiler.purpose == .inspection, text.contains("{") { return nil }
            report(
                element,
                .invalidValue,
                "The '\(name)' attribute is invalid - The value '\(shown(element, name))' is invalid.",
                at: attribute.offset,
                length: name.utf8.count
            )
            return nil
        }
    }

    /// A whole number of a range.
    mutating func integer(_ element: PolicyElement, _ name: String, in range: ClosedRange<Int>) -> PolicySetting<Int>? {
        setting(element, name) { text in Int(text).flatMap { range.contains($0) ? $0 : nil } }
    }

    /// A switch.
    mutating func flag(_ element: PolicyElement, _ name: String) -> PolicySetting<Bool>? {
        setting(element, name, .boolean) { $0 == "true" ? true : $0 == "false" ? false : nil }
    }

    /// A switch that is known when the document is loaded.
    mutating func literalFlag(_ element: PolicyElement, _ name: String, default value: Bool) -> Bool {
        if case .literal(let flag) = flag(element, name) { flag } else { value }
    }

    /// The text between the tags, without white space around it, or the expression there.
    mutating func content(_ element: PolicyElement, trims: Bool = true) -> PolicyValue? {
        let text = substituted(element.text, in: element)
        if let expression = ExpressionText(text) {
            return compiled(expression, text, in: element, .any).map(PolicyValue.expression)
        }
        guard trims else { return .literal(text.string) }
        return .literal(String(decoding: text.bytes[text.trimmedRange], as: UTF8.self))
    }
}
