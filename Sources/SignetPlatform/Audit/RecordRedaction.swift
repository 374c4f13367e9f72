// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Leaves out of a record's content what nobody may read: digests of secrets, sealed keys, and whatever is named like one.
package enum RecordRedaction {
    private static let greatestText = 256
    private static let names = [
        "digest", "salt", "sealed", "hash", "secret", "password", "privatekey", "ciphertext", "verifier", "token",
        "cookie",
    ]
    /// Names that contain one of the words and say nothing secret.
    private static let harmless: Set<String> = [
        "passwordcredentials", "requestedaccesstokenversion", "tokenversion", "accesstokenacceptedversion",
        "passwordchangedat", "passwordprofile",
    ]

    /// Whether the value of a member is never shown.
    package static func isSecret(_ name: String) -> Bool {
        let folded = name.lowercased()
        guard !self.harmless.contains(folded) else { return false }
        return self.names.contains { folded.contains($0) }
    }

    /// The content as people may read it: secrets are asterisks, long texts are cut.
    static func readable(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object):
            return .object(
                JSONObject(
                    object.members.map { member in
                        let shown: JSONValue = isSecret(member.name) ? "***" : readable(member.value)
                        return JSONObject.Member(name: member.name, value: shown)
                    }
                )
            )
        case .array(let values): return .array(values.map(readable))
        case .string(let text) where text.utf8.count > self.greatestText:
            return .string("\(text.prefix(32))… (\(text.utf8.count) bytes)")
        default: return value
        }
    }
}
