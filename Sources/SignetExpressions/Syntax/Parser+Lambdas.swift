// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Parser {
    /// Reads a lambda, if one stands here.
    mutating func lambda() throws(ExpressionError) -> ExpressionSyntax? {
        let offset = self.token.start
        guard let parameters = lambdaParameters() else { return nil }
        return ExpressionSyntax(kind: .lambda(parameters, try lambdaBody()), offset: offset)
    }

    private mutating func lambdaBody() throws(ExpressionError) -> LambdaBody {
        isAt(.leftBrace) ? .block(try block()) : .expression(try expression())
    }

    /// Reads `x =>` or `(x, y) =>`; anything else is left where it stands.
    private mutating func lambdaParameters() -> [ParameterSyntax]? {
        if case .identifier(let name) = self.token.kind {
            guard Self.matches(peek(), .arrow) else { return nil }
            self.position += 2
            return [ParameterSyntax(type: nil, name: name)]
        }
        guard isAt(.leftParenthesis) else { return nil }
        return speculate { parser in
            guard let parameters = parser.parameters(), parser.take(.arrow) else { return nil }
            return parameters
        }
    }

    /// Reads `(x, int y)`.
    private mutating func parameters() -> [ParameterSyntax]? {
        guard take(.leftParenthesis) else { return nil }
        var parameters: [ParameterSyntax] = []
        if take(.rightParenthesis) { return parameters }
        repeat {
            guard let parameter = parameter() else { return nil }
            parameters.append(parameter)
        } while take(.comma)
        return take(.rightParenthesis) ? parameters : nil
    }

    private mutating func parameter() -> ParameterSyntax? {
        if case .identifier = self.token.kind,
            Self.matches(peek(), .comma) || Self.matches(peek(), .rightParenthesis)
        {
            guard let name = try? identifier() else { return nil }
            return ParameterSyntax(type: nil, name: name)
        }
        let (isOutput, isVariadic) = (take(.out), take(.params))
        guard let type = type(), let name = try? identifier() else { return nil }
        var parameter = ParameterSyntax(type: type, name: name, isOutput: isOutput, isVariadic: isVariadic)
        if take(.equal) {
            guard let value = try? expression() else { return nil }
            parameter.defaultValue = value
        }
        return parameter
    }

    /// Reads a local function whose type and name have been read, if one stands here.
    mutating func localFunction(
        _ type: TypeSyntax,
        _ name: String
    ) throws(ExpressionError) -> StatementSyntax.Kind? {
        guard isAt(.leftParenthesis), let parameters = speculate({ $0.parameters() }) else { return nil }
        if take(.arrow) {
            let body = try expression()
            try expect(.semicolon)
            return .localFunction(type, name, parameters, .expression(body))
        }
        return .localFunction(type, name, parameters, .block(try block()))
    }
}
