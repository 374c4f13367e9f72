// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// What an application manifest of either generation asks Graph to register.
struct ManifestRegistration: Sendable {
    /// What only the directory writes.
    private static let readOnly = [
        "id", "appId", "createdDateTime", "deletedDateTime", "publisherDomain", "uniqueName", "verifiedPublisher",
        "disabledByMicrosoftStatus", "certification", "applicationTemplateId", "createdByAppId",
    ]

    /// The client ID of the application that the manifest describes.
    let appID: String?
    /// The application as Microsoft Graph has it, with what only the directory writes left out.
    private(set) var content: JSONObject
    /// The names of members that could not be taken over.
    private(set) var ignored: [String]

    /// Reads a manifest.
    ///
    /// - Throws: `malformed` for a document that is none.
    init(_ document: JSONValue) throws(CommandFailure) {
        guard let manifest = document.object, !manifest.members.isEmpty else {
            throw CommandFailure(code: "malformed", message: "an application manifest is a JSON object with members")
        }
        let isAzureAD = AzureADManifest.describes(manifest)
        if isAzureAD, let name = ["api", "web", "spa"].first(where: { manifest[$0] != nil }) {
            throw CommandFailure(
                code: "malformed",
                message: "the manifest mixes the formats: \"\(name)\" is Microsoft Graph's, others are Azure AD Graph's"
            )
        }
        (self.content, self.ignored) = isAzureAD ? AzureADManifest.application(manifest) : Self.known(manifest)
        self.appID = self.content["appId"]?.string
        let names = Self.readOnly + self.content.members.map(\.name).filter { $0.hasPrefix("@odata.") }
        for name in names { self.content[name] = nil }
        dropLogo()
        dropOrigins()
    }

    /// The members of a manifest in Microsoft Graph's format that a registration has, and the names of the others.
    private static func known(_ manifest: JSONObject) -> (JSONObject, [String]) {
        let names = Set(ManifestMember.all.map(\.graph[0]) + ["spa", "publicClient"] + self.readOnly)
        let others = manifest.members.filter { !names.contains($0.name) && !$0.name.contains("@odata.") }
        return (
            JSONObject(manifest.members.filter { names.contains($0.name) }),
            others.filter(\.value.saysSomething).map(\.name)
        )
    }

    /// What makes a new application of it: without secrets, which nobody can read, and without ended certificates.
    func forCreation(at now: Date) -> ManifestRegistration {
        var copy = self
        copy.content = JSONObject(self.content.members.filter { $0.value != .null })
        if self.content["passwordCredentials"]?.saysSomething ?? false { copy.ignored.append("passwordCredentials") }
        copy.content["passwordCredentials"] = nil
        guard let keys = self.content["keyCredentials"]?.array else { return copy }
        let usable = keys.filter { Self.isUsable($0, at: now) }
        if usable.count < keys.count { copy.ignored.append("keyCredentials") }
        copy.content["keyCredentials"] = .array(usable)
        return copy
    }

    private static func isUsable(_ key: JSONValue, at now: Date) -> Bool {
        guard key["key"]?.string != nil, key["usage"]?.string != "Sign" else { return false }
        guard let end = key["endDateTime"]?.string else { return true }
        return Timestamp.parse(end).map { now < $0 } ?? true
    }

    /// The picture is uploaded by itself, and its address is the directory's.
    private mutating func dropLogo() {
        guard var info = self.content["info"]?.object else { return }
        info["logoUrl"] = nil
        self.content["info"] = info.members.isEmpty ? nil : .object(info)
    }

    private mutating func dropOrigins() {
        guard let roles = self.content["appRoles"]?.array else { return }
        self.content["appRoles"] = .array(
            roles.map { role in
                var role = role.object ?? [:]
                role["origin"] = nil
                return .object(role)
            }
        )
    }
}
