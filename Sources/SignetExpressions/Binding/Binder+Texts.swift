// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// Binds an interpolated string.
    mutating func bind(interpolation parts: [InterpolationSyntax], offset: Int) throws(ExpressionError) -> Bound {
        var operands: [Bound] = []
        for part in parts {
            switch part {
            case .text(let text): operands.append(Bound(constant: .string(text), .string, offset: offset))
            case .hole(let value, let alignment, let format):
                operands.append(try hole(value, alignment: alignment, format: format))
            }
        }
        return try concatenation(operands, offset: offset)
    }

    private mutating func hole(
        _ value: ExpressionSyntax,
        alignment: ExpressionSyntax?,
        format: String?
    ) throws(ExpressionError) -> Bound {
        let bound = try bind(value)
        guard bound.type != .void else {
            throw ExpressionError(.typeMismatch, "Cannot implicitly convert type 'void' to 'object'", at: value.offset)
        }
        if let format { try check(format, for: bound.type.underlying, offset: value.offset) }
        var width: Int?
        if let alignment {
            width = try bind(alignment).constant?.integer
            guard width != nil else {
                throw ExpressionError(.typeMismatch, "A constant value is expected", at: alignment.offset)
            }
        }
        if format == nil, width == nil { return bound }
        let code = bound.code
        return try made(.string, from: [bound], offset: value.offset) { [width] state throws(ExpressionError) in
            let value = try code(&state)
            let text = try ValueFormat.text(value, format: format, &state.memory)
            guard let width else { return .string(text) }
            return .string(try CompositeFormat.aligned(text, width: width, state: &state))
        }
    }

    /// A format that this version does not know must not wait until a call comes.
    private func check(_ format: String, for type: StaticType, offset: Int) throws(ExpressionError) {
        let samples: [StaticType] = type == .object ? [.int, .double, .dateTime] : [type]
        for sample in samples {
            do throws(ExpressionError) {
                var memory = Budget(limit: 4_096)
                _ = try ValueFormat.text(sample.defaultValue, format: format, &memory)
            } catch  where error.code == .unsupported && samples.count == 1 {
                throw ExpressionError(.unsupported, error.message, at: offset)
            } catch {
                // .NET finds a wrong format when it runs, too.
            }
        }
    }
}
