// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Values written with a format specifier, in the invariant culture.
enum ValueFormat {
    /// The text of a value; types that know no formats ignore it, as in .NET.
    static func text(
        _ value: ExpressionValue,
        format: String?,
        _ memory: inout Budget
    ) throws(ExpressionError) -> String {
        guard let format, !format.isEmpty else { return try value.written(&memory) }
        switch value {
        case .int(let number): return try NumberFormat.text(Int64(number), bits: 32, format)
        case .long(let number): return try NumberFormat.text(number, bits: 64, format)
        case .double(let number): return try NumberFormat.text(number, format)
        case .dateTime(let date): return try DateFormat.text(date, format)
        case .guid(let text): return try guid(text, format)
        case .uint(let number): return try NumberFormat.text(Int64(number), bits: 32, format)
        case .ulong(let number): return try NumberFormat.text(number, format)
        case .float(let number): return try NumberFormat.text(Double(InvariantNumber.text(number)) ?? 0, format)
        case .decimal(let number): return try NumberFormat.text(number, format)
        case .timeSpan(let ticks): return try DurationFormat.text(ticks, format)
        case .object(let object as any FormattedObject): return try object.text(format)
        case .object(let token as any ScalarObject):
            if let scalar = token.scalar { return try text(scalar, format: format, &memory) }
            return try value.written(&memory)
        default: return try value.written(&memory)
        }
    }

    private static func guid(_ text: String, _ format: String) throws(ExpressionError) -> String {
        switch format {
        case "D", "d": return text
        case "N", "n": return text.filter { $0 != "-" }
        case "B", "b": return "{\(text)}"
        case "P", "p": return "(\(text))"
        default:
            throw .exception(
                .format,
                "Format string can be only \"D\", \"d\", \"N\", \"n\", \"P\", \"p\", \"B\", \"b\", \"X\" or \"x\"."
            )
        }
    }

    /// A format of .NET that this version does not know.
    static func notEvaluated(_ format: String) -> ExpressionError {
        ExpressionError(.unsupported, "This version of Signet does not evaluate the format '\(format)'.")
    }
}

/// An object that knows formats.
protocol FormattedObject: ExpressionObject {
    /// The text in a format.
    func text(_ format: String) throws(ExpressionError) -> String
}
