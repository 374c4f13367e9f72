// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import SignetCore

/// A secret of a key vault that the configuration names.
package struct VaultReference: Sendable, Hashable {
    /// `https://contoso.vault.azure.net/secrets/client`, with a version or without.
    package let secretIdentifier: String
    /// The managed identity that reads it; `nil` for the gateway's own.
    package let identityClientID: String?

    package init(secretIdentifier: String, identityClientID: String? = nil) {
        self.secretIdentifier = secretIdentifier
        self.identityClientID = identityClientID
    }

    /// Whether the identifier names one version, which never changes.
    package var isPinned: Bool {
        let path = self.secretIdentifier.drop { $0 != ":" }.dropFirst(3)
        return path.split(separator: "/").count > 3
    }
}

/// A secret as a vault gave it.
package struct VaultSecret: Sendable, Equatable {
    /// The identifier with the version.
    package let identifier: String
    /// The content.
    package let value: SecretBytes
    /// What the content is, as the vault says.
    package let contentType: String?

    package init(identifier: String, value: SecretBytes, contentType: String?) {
        self.identifier = identifier
        self.value = value
        self.contentType = contentType
    }

    /// Whether both are the same version with the same content.
    package static func == (left: VaultSecret, right: VaultSecret) -> Bool {
        left.identifier == right.identifier && left.contentType == right.contentType && left.value == right.value
    }
}

/// ARM's `lastStatus`: how the last look into the vault ended.
package struct VaultStatus: Sendable, Hashable {
    /// `Success`, or a word for what went wrong.
    package let code: String
    /// What went wrong.
    package let message: String?
    /// When.
    package let time: Date

    package init(code: String, message: String?, time: Date) {
        self.code = code
        self.message = message
        self.time = time
    }

    /// Whether the look succeeded.
    package var isSuccess: Bool { self.code == "Success" }

    /// The members that ARM shows.
    package var document: JSONValue {
        var members: [JSONObject.Member] = [JSONObject.Member(name: "code", value: .string(self.code))]
        if let message { members.append(JSONObject.Member(name: "message", value: .string(message))) }
        members.append(JSONObject.Member(name: "timeStampUtc", value: .string(Timestamp.dotNet(self.time))))
        return .object(JSONObject(members))
    }
}

/// What is known of the secrets of key vaults at one moment; the last good one of each stays.
package struct VaultContents: Sendable {
    /// What is known of one secret.
    package struct Entry: Sendable {
        /// The last good content.
        package var secret: VaultSecret?
        /// How the last look ended.
        package var status: VaultStatus
    }

    private var entries: [VaultReference: Entry] = [:]

    package init() {}

    /// What is known of a secret; `nil` before the first look.
    package subscript(reference: VaultReference) -> Entry? { self.entries[reference] }

    /// A look has brought the secret.
    ///
    /// - Returns: Whether it is another than before.
    package mutating func set(_ secret: VaultSecret, for reference: VaultReference, at now: Date) -> Bool {
        let former = self.entries[reference]?.secret
        let status = VaultStatus(code: "Success", message: nil, time: now)
        self.entries[reference] = Entry(secret: secret, status: status)
        return former != secret
    }

    /// A look has failed: what was there stays.
    package mutating func fail(_ reference: VaultReference, code: String, message: String, at now: Date) {
        let status = VaultStatus(code: code, message: message, time: now)
        self.entries[reference] = Entry(secret: self.entries[reference]?.secret, status: status)
    }

    /// Forgets what the configuration names no longer.
    package mutating func keep(only references: Set<VaultReference>) {
        self.entries = self.entries.filter { references.contains($0.key) }
    }
}
