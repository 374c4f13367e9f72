// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// The JSON object in the body of a vault request, read property by property.
struct VaultPayload: Sendable {
    /// The largest body that is read: a PFX with a long chain has some tens of kilobytes.
    static let greatestBody = 256 * 1_024
    private static let greatestTags = 15
    private static let greatestTag = 256

    let object: JSONObject

    init(_ request: PlatformRequest) throws(VaultRefusal) {
        guard request.body.count <= Self.greatestBody else { throw .payloadTooLarge }
        let type = request.header("content-type")?.lowercased() ?? ""
        guard type.hasPrefix("application/json"),
            let object = (try? JSONValue.parse(request.body, maximumDepth: 32))?.object
        else { throw .unreadablePayload }
        self.object = object
    }

    init(_ object: JSONObject) {
        self.object = object
    }

    /// The value of a property; `nil` where it is absent or null.
    func value(_ name: String) -> JSONValue? {
        guard let value = self.object[name], value != .null else { return nil }
        return value
    }

    func string(_ name: String) throws(VaultRefusal) -> String? { try typed(name) { $0.string } }

    func bool(_ name: String) throws(VaultRefusal) -> Bool? { try typed(name) { $0.bool } }

    func integer(_ name: String) throws(VaultRefusal) -> Int? { try typed(name) { $0.integer } }

    func payload(_ name: String) throws(VaultRefusal) -> VaultPayload? {
        try typed(name) { $0.object.map(VaultPayload.init) }
    }

    func payloads(_ name: String) throws(VaultRefusal) -> [VaultPayload]? {
        try typed(name) { value in
            guard let elements = value.array else { return nil }
            let objects = elements.compactMap(\.object)
            return objects.count == elements.count ? objects.map(VaultPayload.init) : nil
        }
    }

    func strings(_ name: String) throws(VaultRefusal) -> [String]? {
        try typed(name) { value in
            guard let elements = value.array else { return nil }
            let texts = elements.compactMap(\.string)
            return texts.count == elements.count ? texts : nil
        }
    }

    /// A time in seconds since 1970, within the years that certificates can write.
    func time(_ name: String) throws(VaultRefusal) -> Date? {
        try typed(name) { value in
            guard let seconds = value.integer, (0...253_402_300_799).contains(seconds) else { return nil }
            return Date(timeIntervalSince1970: Double(seconds))
        }
    }

    /// The `tags`: at most 15 texts of at most 256 characters.
    func tags() throws(VaultRefusal) -> JSONObject? {
        guard let tags = try payload("tags") else { return nil }
        let isSound = tags.object.members.allSatisfy { member in
            (1...Self.greatestTag).contains(member.name.count)
                && (member.value.string.map { $0.count <= Self.greatestTag } ?? false)
        }
        guard tags.object.members.count <= Self.greatestTags, isSound else { throw .invalidProperty("tags") }
        return tags.object
    }

    private func typed<Value>(_ name: String, _ read: (JSONValue) -> Value?) throws(VaultRefusal) -> Value? {
        guard let value = value(name) else { return nil }
        guard let result = read(value) else { throw .invalidProperty(name) }
        return result
    }
}
