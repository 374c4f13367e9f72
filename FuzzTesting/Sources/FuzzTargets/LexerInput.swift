// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

enum LexerInput {
    /// Fewer than the brackets that the search for an end gives up at.
    private static let deepest = 1_000

    static func run(_ bytes: [UInt8]) -> String? {
        guard bytes.count <= 8_192 else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        let words = ExpressionWord.words(of: text)
        let size = text.utf8.count
        guard words.allSatisfy({ 0..<size ~= $0.offset }) else {
            return "a word stands outside of the text"
        }
        guard !words.isEmpty, areBalanced(words) else { return nil }
        // The reader looks for the end of an expression before anything lexes it: both must see the same brackets.
        let whole = Array("(\(text)\n)".utf8)
        let end = ExpressionBoundary.end(in: whole, opening: 0)
        return end == whole.count ? nil : "an expression ends within its words"
    }

    /// Whether every bracket has its other half.
    private static func areBalanced(_ words: [ExpressionWord]) -> Bool {
        var open: [String] = []
        for case .sign(let sign) in words.map(\.kind) {
            switch sign {
            case "(": open.append(")")
            case "[": open.append("]")
            case "{": open.append("}")
            case ")", "]", "}": guard open.popLast() == sign else { return false }
            default: break
            }
            guard open.count < self.deepest else { return false }
        }
        return open.isEmpty
    }
}
