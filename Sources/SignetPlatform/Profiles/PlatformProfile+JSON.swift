// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension PlatformProfile {
    private static let greatestFile = 64 * 1_024

    /// Reads a profile from a file: `{"base": "entra", "name": "…", …}` with the members that differ from the base.
    ///
    /// - Parameter bytes: The file's content.
    /// - Throws: ``PlatformError`` with the name of a member that is unknown or has a value that it cannot have.
    public init(json bytes: [UInt8]) throws(PlatformError) {
        guard bytes.count <= Self.greatestFile,
            let object = (try? JSONValue.parse(bytes, maximumDepth: 8))?.object
        else {
            throw PlatformError(.invalidConfiguration, "the profile is not a JSON object of at most 64 KiB")
        }
        let base = object["base"]?.string ?? "entra"
        guard var profile = PlatformProfile.named(base) else {
            throw PlatformError(.invalidConfiguration, "the profile's base '\(base)' is neither 'entra' nor 'strict'")
        }
        for member in object.members where member.name != "base" {
            guard profile.set(member) else {
                throw PlatformError(
                    .invalidConfiguration,
                    "the profile's member '\(member.name)' is unknown or has a value that it cannot have; "
                        + "docs/platform.md lists the members"
                )
            }
        }
        self = profile
    }

    /// Whether a member is known and fits.
    private mutating func set(_ member: JSONObject.Member) -> Bool {
        if let value = member.value.bool { return set(switch: member.name, value) }
        switch (member.name, member.value) {
        case ("name", .string(let text)): self.name = text
        case ("clockSkew", _): return Self.put(member.value.integer, 0...86_400) { self.clockSkew = $0 }
        case ("assertionAudiences", .array(let values)):
            let audiences = values.compactMap { $0.string.flatMap(Audience.init(rawValue:)) }
            guard audiences.count == values.count, !audiences.isEmpty else { return false }
            self.assertionAudiences = audiences
        case ("refreshReuse", .string(let text)):
            guard let reuse = RefreshReuse(rawValue: text) else { return false }
            self.refreshReuse = reuse
        case ("tokenScopes", .string(let text)):
            guard let scopes = TokenScopes(rawValue: text) else { return false }
            self.tokenScopes = scopes
        case ("descriptionSeparator", .string(let text)):
            guard [" ", "\r\n"].contains(text) else { return false }
            self.descriptionSeparator = text
        case ("federatedClientDigit", .string(let text)):
            guard ["0", "1", "2"].contains(text) else { return false }
            self.federatedClientDigit = text
        case ("statuses", .object(let statuses)): return set(statuses: statuses)
        case ("lifetimes", .object(let lifetimes)):
            return lifetimes.members.allSatisfy { self.lifetimes.set($0) }
        case ("boundResources", .array(let values)):
            self.boundResources = values.compactMap { $0.string?.lowercased() }
            return self.boundResources.count == values.count
        case ("conditionalAccess", .array(let rules)):
            self.conditionalAccess = rules.compactMap(ConditionalAccessRule.init)
            return self.conditionalAccess.count == rules.count
        default: return false
        }
        return true
    }

    private mutating func set(switch name: String, _ value: Bool) -> Bool {
        switch name {
        case "singleUseAssertions": self.singleUseAssertions = value
        case "plainCodeChallenge": self.plainCodeChallenge = value
        case "codeChallengeDemanded": self.codeChallengeDemanded = value
        case "passwordGrant": self.passwordGrant = value
        case "implicitGrant": self.implicitGrant = value
        case "devicePaceEnforced": self.devicePaceEnforced = value
        case "standardEndpoints": self.standardEndpoints = value
        case "basicChallenge": self.basicChallenge = value
        default: return false
        }
        return true
    }

    private mutating func set(statuses: JSONObject) -> Bool {
        for member in statuses.members {
            guard let number = Int(member.name), let status = member.value.integer, (400...599).contains(status) else {
                return false
            }
            self.statuses[number] = status
        }
        return true
    }

    fileprivate static func put(_ value: Int?, _ range: ClosedRange<Int>, _ store: (Int) -> Void) -> Bool {
        guard let value, range.contains(value) else { return false }
        store(value)
        return true
    }
}

extension PlatformProfile.Lifetimes {
    fileprivate mutating func set(_ member: JSONObject.Member) -> Bool {
        let seconds = 1...(400 * 86_400)
        switch member.name {
        case "accessToken": return Self.range(member.value).map { self.accessToken = $0 } != nil
        case "continuousAccessToken": return Self.range(member.value).map { self.continuousAccessToken = $0 } != nil
        default: break
        }
        return PlatformProfile.put(member.value.integer, seconds) { value in
            switch member.name {
            case "idToken": self.idToken = value
            case "authorizationCode": self.authorizationCode = value
            case "refreshToken": self.refreshToken = value
            case "singlePageRefreshToken": self.singlePageRefreshToken = value
            case "deviceCode": self.deviceCode = value
            case "devicePause": self.devicePause = value
            case "session": self.session = value
            default: break
            }
        } && Self.names.contains(member.name)
    }

    private static let names = [
        "idToken", "authorizationCode", "refreshToken", "singlePageRefreshToken", "deviceCode", "devicePause",
        "session",
    ]

    private static func range(_ value: JSONValue) -> ClosedRange<Int>? {
        guard let ends = value.array, ends.count == 2, let first = ends[0].integer, let last = ends[1].integer,
            first >= 1, first <= last, last <= 100_800
        else { return nil }
        return first...last
    }
}

extension ConditionalAccessRule {
    fileprivate init?(_ value: JSONValue) {
        guard let number = value["number"]?.integer, [53_003, 50_076, 50_079].contains(number) else { return nil }
        self.init(
            resource: value["resource"]?.string?.lowercased() ?? "*",
            user: value["user"]?.string?.lowercased() ?? "*",
            number: number,
            context: value["context"]?.string
        )
    }
}
