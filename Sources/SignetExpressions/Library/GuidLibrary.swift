// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// `System.Guid`.
enum GuidLibrary {
    static func table() -> LibraryTable {
        LibraryTable(
            "Guid",
            [
                .init("static Guid Empty") { _, _ in StaticType.guid.defaultValue },
                .init("static Guid NewGuid()") { _, _ in .guid(GUID.random()) },
                .init("static Guid Parse(string input)") { _, a throws(ExpressionError) in
                    .guid(try parsed(try a.text(0)))
                },
                .init("new(string g)") { _, a throws(ExpressionError) in .guid(try parsed(try a.text(0))) },
                .init("new(byte[] b)") { _, a throws(ExpressionError) in
                    let bytes = try a.bytes(0)
                    guard bytes.count == 16 else {
                        throw .exception(
                            .argument,
                            "Byte array for Guid must be exactly 16 bytes long. (Parameter 'b')"
                        )
                    }
                    return .guid(text(order.map { bytes[$0] }))
                },
                .init("byte[] ToByteArray()") { _, a throws(ExpressionError) in
                    let digits = a[0].invariantText.filter { $0 != "-" }
                    let bytes = Hexadecimal.decode(digits) ?? []
                    guard bytes.count == 16 else { throw .nullReference }
                    return .bytes(order.map { bytes[$0] })
                },
                .init("string ToString(string format)") { state, a throws(ExpressionError) in
                    try state.text(try ValueFormat.text(a[0], format: a[1].string, &state.memory))
                },
                .init("int CompareTo(Guid value)") { _, a throws(ExpressionError) in
                    .int(try ValueOrder.compare(a[0], a[1]))
                },
            ]
        )
    }

    /// Where the bytes of the text stand in the array: the first three groups backward.
    private static let order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]

    private static func text(_ bytes: [UInt8]) -> String {
        let digits = OrdinalText.lower(Hexadecimal.encode(bytes))
        var result = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { result += "-" }
            result.append(digit)
        }
        return result
    }

    /// A GUID in one of the forms `N`, `D`, `B`, `P`.
    static func parsed(_ text: String) throws(ExpressionError) -> String {
        var body = NumberText.trimmed(text)
        if body.hasPrefix("{") && body.hasSuffix("}") || body.hasPrefix("(") && body.hasSuffix(")") {
            body = String(body.dropFirst().dropLast())
        }
        if body.utf8.count == 32, let bytes = Hexadecimal.decode(body) { return self.text(bytes) }
        guard GUID.isWellFormed(body) else {
            throw .exception(
                .format,
                "Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx)."
            )
        }
        return OrdinalText.lower(body)
    }
}
