// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// `string.Format`: `{index,alignment:format}`.
enum CompositeFormat {
    static func text(
        _ format: String,
        _ arguments: [ExpressionValue],
        state: inout Evaluation
    ) throws(ExpressionError) -> String {
        try state.charge(format.utf8.count)
        let bytes = Array(format.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let isDoubled = index + 1 < bytes.count && bytes[index + 1] == byte
            if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}"), isDoubled {
                result.append(byte)
                index += 2
            } else if byte == UInt8(ascii: "{") {
                guard let end = bytes[index...].firstIndex(of: UInt8(ascii: "}")) else { throw malformed }
                let item = String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
                let text = try self.item(item, arguments, state: &state)
                try state.charge(text.utf8.count)
                result += Array(text.utf8)
                index = end + 1
            } else {
                guard byte != UInt8(ascii: "}") else { throw malformed }
                result.append(byte)
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static var malformed: ExpressionError {
        .exception(.format, "Input string was not in a correct format.")
    }

    private static func item(
        _ item: String,
        _ arguments: [ExpressionValue],
        state: inout Evaluation
    ) throws(ExpressionError) -> String {
        let parts = item.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let head = parts[0].split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
        guard let index = Int(head[0].filter { $0 != " " }), index >= 0 else { throw malformed }
        guard index < arguments.count else {
            throw .exception(
                .format,
                "Index (zero based) must be greater than or equal to zero and less than the size of the argument list."
            )
        }
        let format = parts.count > 1 ? String(parts[1]) : nil
        let text = try ValueFormat.text(arguments[index], format: format, &state.memory)
        guard head.count > 1 else { return text }
        guard let width = Int(head[1].filter { $0 != " " }) else { throw malformed }
        return try aligned(text, width: width, state: &state)
    }

    /// A text with spaces before it, or behind it when the width is negative.
    static func aligned(_ text: String, width: Int, state: inout Evaluation) throws(ExpressionError) -> String {
        let missing = max(0, Int(clamping: width.magnitude) - text.utf16.count)
        try state.charge(missing)
        let padding = String(repeating: " ", count: missing)
        return width < 0 ? text + padding : padding + text
    }
}
