// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// How the text of a document is encoded.
enum PolicyTextEncoding: Sendable {
    case utf8
    case utf8WithMark
    case utf16LittleEndian
    case utf16BigEndian

    /// The bytes of a file with a text in UTF-8.
    func encoded(_ text: [UInt8]) -> [UInt8] {
        switch self {
        case .utf8: text
        case .utf8WithMark: [0xEF, 0xBB, 0xBF] + text
        case .utf16LittleEndian: units(text).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        case .utf16BigEndian: units(text).flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        }
    }

    private func units(_ text: [UInt8]) -> [UInt16] { [0xFEFF] + Array(String(decoding: text, as: UTF8.self).utf16) }
}
