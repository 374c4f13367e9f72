// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SignetCertificates
import SignetCore
import SignetExpressions
import SignetGateway

/// `signet policy eval`: one expression against a context given as JSON.
struct PolicyEvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Evaluate a policy expression against a context given as JSON.",
        discussion: """
            Example:
              echo '{"request": {"method": "GET", "headers": {"X-Id": "7"}}}' > call.json
              signet policy eval --context call.json '@(context.Request.Headers.GetValueOrDefault("X-Id","none"))'

            The expression may stand in @( ) or @{ }, or alone. The context has the members of the object model: request, response,
            variables, api, operation, product, subscription, user, deployment, lastError, … in any case.
            """
    )

    @Option(
        name: .long,
        help: ArgumentHelp("The context as a JSON file; without it an empty one.", valueName: "file"),
        completion: .file(extensions: ["json"])
    )
    var context: String?

    @Argument(help: "The expression.")
    var expression: String

    @OptionGroup var options: OutputOptions

    func run() async throws {
        let context = try JSONContext(json: try contextBytes(), now: Date())
        let (source, form) = Self.unwrapped(self.expression)
        let compiled = try CompiledExpression(source, form: form)
        let environment = ExpressionEnvironment(clock: .system, certificates: ImportedCertificates())
        let value = try compiled.evaluate(context, environment: environment)
        let text = try CompiledExpression.text(of: value, limits: environment.limits)
        self.options.print(
            ["value": value.json, "type": .string(compiled.resultType), "text": .string(text)],
            text: text
        )
    }

    private func contextBytes() throws -> [UInt8] {
        guard let context = self.context else { return Array("{}".utf8) }
        return try FileContent(path: context).bytes
    }

    /// The C# of an expression as a policy writes it, or as it is.
    private static func unwrapped(_ text: String) -> (String, CompiledExpression.Form) {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if trimmed.hasPrefix("@("), trimmed.hasSuffix(")") { return (String(trimmed.dropFirst(2).dropLast()), .single) }
        if trimmed.hasPrefix("@{"), trimmed.hasSuffix("}") { return (String(trimmed.dropFirst(2).dropLast()), .block) }
        return (trimmed, .single)
    }
}

extension ExpressionValue {
    /// The value as JSON where it has such a form, otherwise its text.
    fileprivate var json: JSONValue {
        if self.isNull { return .null }
        if let bool = self.bool { return .bool(bool) }
        let text = self.invariantText
        switch self {
        case .int, .long, .uint, .ulong, .float, .double, .decimal:
            // JSON has no infinity.
            if let number = try? JSONValue.parse(text), case .number = number { return number }
        default: break
        }
        return .string(text)
    }
}
