// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Which of a machine's identities is meant.
public enum ManagedIdentityID: Sendable, Hashable {
    /// The machine's own.
    case systemAssigned
    /// A user-assigned one by its client ID.
    case clientID(String)
    /// A user-assigned one by its resource ID, `/subscriptions/…/userAssignedIdentities/name`.
    case resourceID(String)
    /// A user-assigned one by the object ID of its service principal.
    case objectID(String)

    var name: String {
        switch self {
        case .systemAssigned: "system"
        case .clientID(let id): "client \(id)"
        case .resourceID(let id): "resource \(id)"
        case .objectID(let id): "object \(id)"
        }
    }

    /// Refuses what cannot be an identifier.
    func validate() throws(CredentialError) {
        switch self {
        case .systemAssigned: return
        case .clientID(let id), .resourceID(let id), .objectID(let id):
            guard !id.isEmpty, id.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
                throw CredentialError(
                    .invalidArgument,
                    "the managed identity's ID is empty or holds a character that none has"
                )
            }
        }
    }
}
