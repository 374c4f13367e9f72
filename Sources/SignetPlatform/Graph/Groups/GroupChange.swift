// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// What a payload changes in a group, for creation and change alike.
struct GroupChange: Sendable {
    private static let type = "Group"
    private static let readOnly = [
        "id", "createdDateTime", "deletedDateTime", "renewedDateTime", "mail", "proxyAddresses",
        "onPremisesSyncEnabled",
    ]
    private static let known = [
        "displayName", "description", "mailNickname", "mailEnabled", "securityEnabled", "groupTypes",
        "isAssignableToRole", "members@odata.bind", "owners@odata.bind",
    ]

    let payload: GraphPayload

    /// Puts the payload's properties into a group; what it does not name stays.
    func apply(to group: inout Group) throws(GraphRefusal) {
        for member in self.payload.object.members { try check(member.name) }
        if let name = try self.payload.string("displayName") {
            guard DisplayName.isAcceptable(name) else { throw invalid("displayName") }
            group.displayName = name
        }
        if let name = try self.payload.string("mailNickname") {
            guard (1...64).contains(name.utf8.count), User.domain(of: name + "@a.example") != nil else {
                throw invalid("mailNickname")
            }
            group.mailNickname = name
        }
        if let value = self.payload.object["description"] {
            guard value == .null || value.string.map({ $0.utf8.count <= 1_024 }) ?? false else {
                throw invalid("description")
            }
            group.description = value.string
        }
        group.mailEnabled = try self.payload.bool("mailEnabled") ?? group.mailEnabled
        group.securityEnabled = try self.payload.bool("securityEnabled") ?? group.securityEnabled
        if let types = try self.payload.strings("groupTypes") {
            guard types.isEmpty || types == ["Unified"] else { throw invalid("groupTypes") }
            group.groupTypes = types
        }
        if let value = try self.payload.bool("isAssignableToRole") { group.others["isAssignableToRole"] = .bool(value) }
        for name in GroupResource.keptTexts where self.payload.object[name] != nil {
            group.others[name] = try self.payload.string(name).map(JSONValue.string)
        }
        guard group.mailEnabled == group.groupTypes.contains("Unified"), group.mailEnabled || group.securityEnabled
        else {
            throw .badRequest(
                "The service does not currently support writes of mail-enabled groups. Please ensure that the "
                    + "mail-enablement property is unset and the security-enablement property is set."
            )
        }
    }

    /// The identifiers at the end of the addresses in a binding, such as `members@odata.bind`.
    func bound(_ name: String) throws(GraphRefusal) -> [String] {
        let addresses = try self.payload.strings("\(name)@odata.bind") ?? []
        let ids = addresses.compactMap { $0.split(separator: "/").last.map { $0.lowercased() } }
        guard ids.count == addresses.count, ids.count <= 20, Set(ids).count == ids.count,
            ids.allSatisfy({ GUID.isWellFormed($0) })
        else { throw invalid("\(name)@odata.bind") }
        return ids
    }

    private func check(_ name: String) throws(GraphRefusal) {
        if Self.readOnly.contains(name) {
            throw .badRequest("Property '\(name)' is read-only and cannot be set.")
        }
        guard Self.known.contains(name) || GroupResource.keptTexts.contains(name) || name.hasPrefix("@odata.") else {
            throw .badRequest("Invalid property '\(name.prefix(128))'.")
        }
    }

    private func invalid(_ property: String) -> GraphRefusal { .invalidValue(property, of: Self.type) }
}
