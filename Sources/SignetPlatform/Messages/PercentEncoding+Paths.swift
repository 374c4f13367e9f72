// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import SignetCore

extension PercentEncoding {
    /// Splits a path at its slashes and decodes each segment; `nil` where one cannot be decoded.
    package static func segments(ofPath path: String) -> [String]? {
        var segments: [String] = []
        let bytes = Array(path.utf8)
        for piece in bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst() {
            guard let segment = decode(piece, plusIsSpace: false) else { return nil }
            segments.append(segment)
        }
        if segments.last == "" { segments.removeLast() }
        return segments
    }
}
