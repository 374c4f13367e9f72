// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// An application manifest in the format of Azure AD Graph, which the portal used until 2024.
enum AzureADManifest {
    /// Redirect addresses by `type`, with the object that holds them in Microsoft Graph's format.
    private static let redirects = [("Web", "web"), ("Spa", "spa"), ("InstalledClient", "publicClient")]
    /// Members that only this format has and whose value never says anything.
    private static let constants: JSONObject = [
        "oauth2AllowUrlPathMatching": false, "oauth2RequirePostResponse": false, "orgRestrictions": [],
    ]
    /// What Azure AD Graph itself called an application's members, before there were manifests.
    private static let elder: [(name: String, path: [String])] = [
        ("displayName", ["displayName"]), ("homepage", ["web", "homePageUrl"]),
        ("replyUrls", ["web", "redirectUris"]), ("publicClient", ["isFallbackPublicClient"]),
    ]

    /// Whether a manifest is in this format: it has a member that the other does not know.
    static func describes(_ manifest: JSONObject) -> Bool {
        let others = Set(ManifestMember.all.map(\.graph[0]))
        let own =
            ManifestMember.all.map(\.azureAD[0]).filter { !others.contains($0) }
            + ["replyUrlsWithType", "replyUrls", "homepage", "availableToOtherTenants"]
        let hasOwnDates = ["keyCredentials", "passwordCredentials"].flatMap { manifest[$0]?.array ?? [] }
            .contains { $0["endDate"] != nil || $0["value"] != nil }
        return hasOwnDates || manifest["publicClient"]?.bool != nil || own.contains { manifest[$0] != nil }
    }

    /// Writes an application of Microsoft Graph in this format.
    static func document(of application: JSONObject) -> JSONObject {
        var manifest = self.constants
        for member in ManifestMember.all {
            guard let value = application[path: member.graph] else { continue }
            manifest.set(member.elements.map { export(value, $0) } ?? value, at: member.azureAD[...])
        }
        let addresses = self.redirects.flatMap { type, platform in
            (application[path: [platform, "redirectUris"]]?.array ?? [])
                .map { JSONValue.object(["url": $0, "type": .string(type)]) }
        }
        manifest["replyUrlsWithType"] = .array(addresses)
        return JSONObject(manifest.members.sorted { Self.place($0.name) < Self.place($1.name) })
    }

    /// The portal sorted the members by name, behind the identifier.
    private static func place(_ name: String) -> String { name == "id" ? "" : name }

    /// Reads a manifest in this format as Microsoft Graph would have it.
    ///
    /// - Returns: The application, and the members of the manifest that mean nothing there.
    static func application(_ manifest: JSONObject) -> (application: JSONObject, ignored: [String]) {
        var application: JSONObject = [:]
        var known = Set(self.constants.members.map(\.name) + ["replyUrlsWithType", "availableToOtherTenants"])
        for (name, path) in self.elder {
            known.insert(name)
            if let value = manifest[name], value != .null { application.set(value, at: path[...]) }
        }
        if let isOpen = manifest["availableToOtherTenants"]?.bool {
            application["signInAudience"] = isOpen ? "AzureADMultipleOrgs" : "AzureADMyOrg"
        }
        for member in ManifestMember.all {
            known.insert(member.azureAD[0])
            guard let value = manifest[path: member.azureAD], value != .null else { continue }
            application.set(member.elements.map { read(value, $0) } ?? value, at: member.graph[...])
        }
        var unread: [String] = []
        // An empty list says that there are none: it must not leave those that are there.
        if let entries = manifest["replyUrlsWithType"]?.array {
            for (type, platform) in self.redirects {
                let addresses = entries.filter { $0["type"]?.string == type }.compactMap { $0["url"] }
                application.set(.array(addresses), at: [platform, "redirectUris"])
            }
        }
        let types = Set(self.redirects.map(\.0))
        if (manifest["replyUrlsWithType"]?.array ?? []).contains(where: { !types.contains($0["type"]?.string ?? "") }) {
            unread.append("replyUrlsWithType")
        }
        unread += manifest.members.filter { !known.contains($0.name) && $0.value.saysSomething }.map(\.name)
        return (application, unread)
    }

    private static func export(_ value: JSONValue, _ elements: ManifestMember.Elements) -> JSONValue {
        rename(value, elements.names.map { ($0.graph, $0.azureAD) }) { element in
            for member in elements.added.members where element[member.name] == nil {
                element[member.name] = member.value
            }
        }
    }

    private static func read(_ value: JSONValue, _ elements: ManifestMember.Elements) -> JSONValue {
        rename(value, elements.names.map { ($0.azureAD, $0.graph) }) { element in
            for member in elements.added.members { element[member.name] = nil }
        }
    }

    private static func rename(
        _ value: JSONValue,
        _ names: [(old: String, new: String)],
        _ finish: (inout JSONObject) -> Void
    ) -> JSONValue {
        guard let array = value.array else { return value }
        return .array(
            array.map { entry in
                guard let object = entry.object else { return entry }
                var renamed = JSONObject(
                    object.members.map { member in
                        let name = names.first { $0.old == member.name }?.new ?? member.name
                        return JSONObject.Member(name: name, value: member.value)
                    }
                )
                finish(&renamed)
                return .object(renamed)
            }
        )
    }
}

extension JSONValue {
    /// Whether a value is more than what stands where nobody said anything.
    var saysSomething: Bool {
        switch self {
        case .null, .bool(false): false
        case .array(let elements): !elements.isEmpty
        case .object(let object): object.members.contains { $0.value.saysSomething }
        case .string(let text): !text.isEmpty
        default: true
        }
    }
}
