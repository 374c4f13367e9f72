// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetPlatform

/// The people of the default tenant: list, create, password, state, roles.
extension PortalCall {
    func people(_ rest: [String]) async throws -> PlatformResponse {
        guard let id = rest.first else { return self.isPost ? try await createPerson() : try await listPeople() }
        guard GUID.isWellFormed(id) else { return missing() }
        let path = "/users/\(id)"
        switch (self.isPost, Array(rest.dropFirst())) {
        case (false, []): return try await person(id)
        case (false, ["delete"]):
            let name = try await self.client.graph("GET", path)["displayName"]?.string ?? ""
            return page("person-delete", "Delete \(name)", ["id": id, "name": name], active: "people")
        case (true, ["delete"]):
            _ = try await self.client.graph("DELETE", path)
            return done("/portal/people", .deleted)
        case (true, ["password"]): return try await resetPassword(id)
        case (true, ["sessions"]):
            _ = try await self.client.graph("POST", path + "/revokeSignInSessions")
            return done("/portal/people/\(id)", .signedOut)
        case (true, ["enable"]), (true, ["disable"]):
            let body: JSONValue = ["accountEnabled": .bool(rest[1] == "enable")]
            _ = try await self.client.graph("PATCH", path, body)
            return done("/portal/people/\(id)", .saved)
        case (true, ["roles"]): return try await assignRole(id)
        case (true, ["roles", "remove"]):
            guard let key = self.form.text("key"), GUID.isWellFormed(key) else { return missing() }
            _ = try await self.client.graph("DELETE", "\(Self.assignments)/\(key)")
            return done("/portal/people/\(id)", .removed)
        default: return missing()
        }
    }

    private static let assignments = "/roleManagement/directory/roleAssignments"
    private static let properties = "id,displayName,userPrincipalName,mail,accountEnabled,createdDateTime"

    private func listPeople() async throws -> PlatformResponse {
        let wanted = query("q") ?? ""
        let found = try await self.client.all(.graph, "/users?$top=999&$select=\(Self.properties)")
        let needle = wanted.lowercased()
        let hits = found.objects
            .filter { person in
                needle.isEmpty
                    || ["displayName", "userPrincipalName"]
                        .contains { (person[$0]?.string ?? "").lowercased().contains(needle) }
            }
            .sorted {
                ($0["displayName"]?.string ?? "").lowercased() < ($1["displayName"]?.string ?? "").lowercased()
            }
        let rows = hits.prefix(500).map(shown)
        return page(
            "people",
            "People",
            [
                "rows": rows, "hasRows": !rows.isEmpty, "q": wanted, "count": hits.count, "isSearch": !wanted.isEmpty,
                "isCut": hits.count > rows.count, "domain": domain(found.objects),
            ],
            active: "people"
        )
    }

    /// A domain for the field of a new name: that of somebody who is there.
    private func domain(_ people: [JSONValue]) -> String {
        let name = self.session.person?.userPrincipalName ?? people.first?["userPrincipalName"]?.string
        return name?.split(separator: "@").last.map(String.init) ?? "contoso.onmicrosoft.com"
    }

    private func createPerson() async throws -> PlatformResponse {
        let user = self.form.text("user") ?? ""
        let password = Self.password()
        let letters = user.prefix { $0 != "@" }.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        let body: JSONValue = [
            "accountEnabled": true, "displayName": .string(self.form.text("name") ?? ""),
            "userPrincipalName": .string(user), "mailNickname": .string(letters.isEmpty ? "person" : letters),
            "passwordProfile": ["password": .string(password), "forceChangePasswordNextSignIn": true],
        ]
        let made = try await self.client.graph("POST", "/users", body)
        return try await person(made["id"]?.string ?? "", password: password)
    }

    private func resetPassword(_ id: String) async throws -> PlatformResponse {
        let password = Self.password()
        let body: JSONValue = [
            "passwordProfile": ["password": .string(password), "forceChangePasswordNextSignIn": true]
        ]
        _ = try await self.client.graph("PATCH", "/users/\(id)", body)
        return try await person(id, password: password)
    }

    private func assignRole(_ id: String) async throws -> PlatformResponse {
        let body: JSONValue = [
            "principalId": .string(id), "roleDefinitionId": .string(self.form.text("role") ?? ""),
            "directoryScopeId": "/",
        ]
        _ = try await self.client.graph("POST", Self.assignments, body)
        return done("/portal/people/\(id)", .saved)
    }

    /// The page of one person; `password` is one that was just drawn and is shown this once.
    private func person(_ id: String, password: String? = nil) async throws -> PlatformResponse {
        let person = try await self.client.graph("GET", "/users/\(id)?$select=\(Self.properties)")
        let definitions = try await self.client.graph("GET", "/roleManagement/directory/roleDefinitions")
        let all = definitions["value"]?.array ?? []
        let filter = "$filter=principalId%20eq%20'\(id)'"
        let held = try await self.client.graph("GET", "\(Self.assignments)?\(filter)")["value"]?.array ?? []
        let roles: [[String: Any]] = held.map { assignment in
            let role = all.first { $0["id"] == assignment["roleDefinitionId"] }
            return [
                "key": assignment["id"]?.string ?? "", "role": role?["displayName"]?.string ?? "",
                "about": role?["description"]?.string ?? "",
            ]
        }
        let choices: [[String: Any]] =
            all
            .filter { role in !held.contains { $0["roleDefinitionId"] == role["id"] } }
            .map { ["key": $0["id"]?.string ?? "", "role": $0["displayName"]?.string ?? ""] }
        var content = shown(person)
        content.merge([
            "roles": roles, "hasRoles": !roles.isEmpty,
            "choices": choices.sorted { ($0["role"] as? String ?? "") < ($1["role"] as? String ?? "") },
            "newPassword": password ?? "", "hasNewPassword": password != nil,
        ]) { $1 }
        return page("person", person["displayName"]?.string ?? "", content, active: "people")
    }

    private func shown(_ person: JSONValue) -> [String: Any] {
        let isEnabled = person["accountEnabled"]?.bool ?? false
        return [
            "id": person["id"]?.string ?? "", "name": person["displayName"]?.string ?? "",
            "user": person["userPrincipalName"]?.string ?? "", "mail": person["mail"]?.string ?? "",
            "hasMail": person["mail"]?.string != nil,
            "created": String((person["createdDateTime"]?.string ?? "").prefix(10)), "isEnabled": isEnabled,
            "state": isEnabled ? "good" : "ended", "stateText": isEnabled ? "Enabled" : "Disabled",
        ]
    }

    /// Draws a password of all four kinds of characters.
    private static func password() -> String {
        "Aa1-" + String(PortalToken.random().prefix(16))
    }
}
