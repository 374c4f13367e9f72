// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The decoding of paths, queries and forms.
enum PercentEncoding {
    /// Decodes one component.
    ///
    /// - Parameters:
    ///   - text: The component.
    ///   - plusIsSpace: Whether `+` stands for a space, as it does in forms and queries but not in paths.
    /// - Returns: The text, or `nil` for a broken escape, a NUL, or bytes that are not UTF-8.
    static func decode(_ text: some Collection<UInt8>, plusIsSpace: Bool) -> String? {
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var rest = text[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+") where plusIsSpace:
                out.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard rest.count >= 2,
                    let decoded = Hexadecimal.decode(String(decoding: rest.prefix(2), as: UTF8.self))
                else { return nil }
                out.append(contentsOf: decoded)
                rest = rest.dropFirst(2)
            default:
                out.append(byte)
            }
        }
        guard !out.contains(0) else { return nil }
        return String(validating: out, as: UTF8.self)
    }

    /// Splits a path at its slashes and decodes each segment; `nil` where one cannot be decoded.
    static func segments(ofPath path: String) -> [String]? {
        var segments: [String] = []
        for piece in path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst() {
            guard let segment = decode(piece, plusIsSpace: false) else { return nil }
            segments.append(segment)
        }
        if segments.last == "" { segments.removeLast() }
        return segments
    }
}
