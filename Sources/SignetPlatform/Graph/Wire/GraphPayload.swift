// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// The JSON object in the body of a Graph request, read property by property.
struct GraphPayload: Sendable {
    /// The largest body that is read; an application with all its certificates has some tens of kilobytes.
    static let greatestBody = 256 * 1_024

    let object: JSONObject
    /// The resource's type as error texts name it.
    let resource: String

    init(_ request: PlatformRequest, resource: String) throws(GraphRefusal) {
        guard request.body.count <= Self.greatestBody else { throw .payloadTooLarge }
        let type = request.header("content-type")?.lowercased() ?? ""
        guard type.hasPrefix("application/json"),
            let object = (try? JSONValue.parse(request.body, maximumDepth: 32))?.object
        else { throw .unreadablePayload }
        self.init(object, resource: resource)
    }

    init(_ object: JSONObject, resource: String) {
        self.object = object
        self.resource = resource
    }

    /// The value of a property; `nil` where it is absent or null.
    func value(_ name: String) -> JSONValue? {
        guard let value = self.object[name], value != .null else { return nil }
        return value
    }

    func string(_ name: String) throws(GraphRefusal) -> String? {
        try typed(name) { value in value.string }
    }

    func bool(_ name: String) throws(GraphRefusal) -> Bool? {
        try typed(name) { value in value.bool }
    }

    func strings(_ name: String) throws(GraphRefusal) -> [String]? {
        try typed(name) { value in
            guard let elements = value.array else { return nil }
            let texts = elements.compactMap(\.string)
            return texts.count == elements.count ? texts : nil
        }
    }

    func object(_ name: String) throws(GraphRefusal) -> JSONObject? {
        try typed(name) { value in value.object }
    }

    /// The objects of a collection; `resource` is their type.
    func objects(_ name: String, of resource: String) throws(GraphRefusal) -> [GraphPayload]? {
        try typed(name) { value in
            guard let elements = value.array else { return nil }
            let objects = elements.compactMap(\.object)
            return objects.count == elements.count ? objects.map { GraphPayload($0, resource: resource) } : nil
        }
    }

    func guid(_ name: String) throws(GraphRefusal) -> String? {
        try typed(name) { value in value.string.flatMap { GUID.isWellFormed($0) ? $0.lowercased() : nil } }
    }

    /// A date in whole seconds.
    func date(_ name: String) throws(GraphRefusal) -> Date? {
        try typed(name) { value in
            value.string.flatMap(Timestamp.parse)
                .map {
                    Date(timeIntervalSince1970: $0.timeIntervalSince1970.rounded(.down))
                }
        }
    }

    /// A text that must be there and must not be empty.
    func requiredString(_ name: String) throws(GraphRefusal) -> String {
        guard let text = try string(name), !text.isEmpty else {
            throw .valueRequired(name, of: self.resource)
        }
        return text
    }

    /// The identifier at the end of the address in `@odata.id`.
    func reference() throws(GraphRefusal) -> String {
        let address = try requiredString("@odata.id")
        let last = address.split(separator: "/").last.map(String.init) ?? ""
        guard GUID.isWellFormed(last) else { throw .invalidValue("@odata.id", of: self.resource) }
        return last.lowercased()
    }

    private func typed<Value>(_ name: String, _ read: (JSONValue) -> Value?) throws(GraphRefusal) -> Value? {
        guard let value = value(name) else { return nil }
        guard let result = read(value) else { throw .invalidValue(name, of: self.resource) }
        return result
    }
}
