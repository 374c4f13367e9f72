// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// A group of a tenant (Microsoft Graph `group`): people, service principals and other groups.
struct Group: Sendable, Equatable {
    /// The object identifier, in lower case: what stands in `groups` of tokens.
    let id: String
    let created: Date
    var displayName: String
    var mailNickname: String
    var description: String?
    var mail: String?
    var mailEnabled: Bool
    var securityEnabled: Bool
    /// `Unified` for a Microsoft 365 group; none for a security group.
    var groupTypes: [String]
    /// The object identifiers of those who look after it.
    var owners: [String]
    /// Properties of the real directory that nothing here acts on, kept as they came.
    var others: JSONObject
}

/// Who is in a group.
struct GroupMember: Sendable, Equatable {
    let groupID: String
    /// The object identifier of the member.
    let memberID: String
}
