// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Takes out of foreign text what must not be printed.
enum Redaction {
    /// Cuts the text to a length and replaces each run that looks like a JWT or is as long as a key.
    ///
    /// A server or a transport that repeats what it was sent would otherwise carry an assertion into an error.
    static func scrub(_ text: some StringProtocol, limit: Int = 2_000) -> String {
        var out: [UInt8] = []
        var run: [UInt8] = []
        func flush() {
            let isToken = run.count >= 20 && run.starts(with: "eyJ".utf8)
            out.append(contentsOf: isToken || run.count > 80 ? Array("[redacted]".utf8) : run)
            run.removeAll(keepingCapacity: true)
        }
        for byte in text.utf8.prefix(limit * 4) {
            if isTokenCharacter(byte) {
                run.append(byte)
            } else {
                flush()
                // Control characters could forge lines of a log.
                out.append(byte < 0x20 ? UInt8(ascii: " ") : byte)
            }
        }
        flush()
        return String(String(decoding: out, as: UTF8.self).prefix(limit))
    }

    private static func isTokenCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
