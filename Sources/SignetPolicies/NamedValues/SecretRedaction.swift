// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import SignetCore

/// Takes secrets out of texts that were made while calls are dealt with: messages of errors and lines of the log.
///
/// What is known before a call never needs it: there the secret is not put in to begin with. A call computes with
/// secrets, and what it quotes is searched for them, letter case aside since hosts and methods lose theirs.
package struct SecretRedaction: Sendable {
    /// A secret with what is shown in its place.
    package typealias Entry = (mark: String, secret: SecretBytes)

    /// Below so many bytes a secret is taken out only where it is a word of its own: the others would show by their
    /// places what it is.
    private static let shortest = 4

    package let entries: [Entry]

    /// Creates a redaction; empty secrets do not count.
    package init(_ entries: [Entry] = []) {
        // The longest first: another may be a part of it.
        self.entries = entries.filter { !$0.secret.isEmpty }
            .sorted { ($1.secret.count, $0.mark) < ($0.secret.count, $1.mark) }
    }

    /// A redaction of these and further secrets.
    package func adding(_ entries: [Entry]) -> SecretRedaction {
        entries.isEmpty ? self : SecretRedaction(self.entries + entries)
    }

    /// The text without the secrets.
    package func redacted(_ text: String) -> String {
        guard !self.entries.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if let entry = self.entries.first(where: { Self.holds(bytes, $0.secret, at: index) }) {
                result += Array(entry.mark.utf8)
                index += entry.secret.count
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func holds(_ bytes: [UInt8], _ secret: SecretBytes, at index: Int) -> Bool {
        let end = index + secret.count
        guard end <= bytes.count else { return false }
        let matches = secret.withExposedBytes { secret in
            secret.indices.allSatisfy { lowercased(secret[$0]) == lowercased(bytes[index + $0]) }
        }
        guard matches, secret.count < self.shortest else { return matches }
        return (index == 0 || !isWordByte(bytes[index - 1])) && (end == bytes.count || !isWordByte(bytes[end]))
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch lowercased(byte) {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...0xFF: true
        default: false
        }
    }
}
