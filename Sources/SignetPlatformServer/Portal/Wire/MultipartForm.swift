// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A form with files (RFC 7578), as browsers send it.
struct MultipartForm: Sendable {
    private static let greatestCount = 20

    private(set) var texts: [String: String] = [:]
    private(set) var files: [String: [UInt8]] = [:]

    /// Reads a body; `nil` where it is not such a form.
    init?(_ body: [UInt8], contentType: String) {
        let parts = contentType.split(separator: ";").map { $0.drop { $0 == " " } }
        guard parts.first?.lowercased() == "multipart/form-data",
            let parameter = parts.first(where: { $0.lowercased().hasPrefix("boundary=") })
        else { return nil }
        let boundary = parameter.dropFirst("boundary=".count).filter { $0 != "\"" }
        guard (1...70).contains(boundary.utf8.count) else { return nil }
        let separator = Array("\r\n--\(boundary)".utf8)
        // The first separator has no line before it.
        var rest = (Array("\r\n".utf8) + body)[...]
        guard let first = rest.firstRange(of: separator) else { return nil }
        rest = rest[first.upperBound...]
        while rest.starts(with: Array("\r\n".utf8)) {
            rest = rest.dropFirst(2)
            guard let end = rest.firstRange(of: separator), self.texts.count + self.files.count < Self.greatestCount,
                add(rest[..<end.lowerBound])
            else { return nil }
            rest = rest[end.upperBound...]
        }
        guard rest.starts(with: Array("--".utf8)) else { return nil }
    }

    private mutating func add(_ part: ArraySlice<UInt8>) -> Bool {
        guard let gap = part.firstRange(of: Array("\r\n\r\n".utf8)) else { return false }
        let head = String(decoding: part[..<gap.lowerBound], as: UTF8.self)
        let content = Array(part[gap.upperBound...])
        let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-disposition:") }
        guard let line, let name = Self.parameter("name", of: line) else { return false }
        guard self.texts[name] == nil, self.files[name] == nil else { return false }
        if Self.parameter("filename", of: line) != nil {
            self.files[name] = content
        } else if let text = String(validating: content, as: UTF8.self) {
            self.texts[name] = text
        } else {
            return false
        }
        return true
    }

    private static func parameter(_ name: String, of line: Substring) -> String? {
        for piece in line.split(separator: ";").dropFirst() {
            let parts = piece.drop { $0 == " " }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0] == name else { continue }
            return String(parts[1].filter { $0 != "\"" })
        }
        return nil
    }
}
