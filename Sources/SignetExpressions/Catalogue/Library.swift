// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Everything in the library, by type and name.
enum Library {
    private struct Members {
        var methods: [String: [LibraryMethod]] = [:]
        var properties: [String: LibraryProperty] = [:]
    }

    private static let cache = Mutex<[String: Members]>([:])

    /// The overloads of a method, those of the classes above behind the class's own.
    static func methods(_ owner: String, _ name: String) -> [LibraryMethod] {
        var methods = members(owner).methods[name] ?? []
        if name != LibraryMethod.constructor, let base = owner == "byte[]" ? "Array" : TypeHierarchy.base(of: owner) {
            methods += self.methods(base, name)
        }
        return methods
    }

    /// A property.
    static func property(_ owner: String, _ name: String) -> LibraryProperty? {
        members(owner).properties[name]
            ?? (owner == "byte[]" ? "Array" : TypeHierarchy.base(of: owner)).flatMap { property($0, name) }
    }

    /// Whether a type has a member of a name.
    static func contains(_ owner: String, _ name: String) -> Bool {
        property(owner, name) != nil || !methods(owner, name).isEmpty
    }

    /// The types that have members.
    static var owners: Set<String> {
        Set(LibraryIndex.tables.keys).union(self.older.methods.keys).union(self.older.properties.keys)
    }

    /// The members of a type itself.
    static func all(_ owner: String) -> (methods: [LibraryMethod], properties: [LibraryProperty]) {
        let members = members(owner)
        return (members.methods.values.flatMap(\.self), Array(members.properties.values))
    }

    /// The type whose table has the members of a static type.
    static func owner(of type: StaticType) -> String {
        switch type {
        case .array(.byte): "byte[]"
        case .array: "Array"
        case .nullable: "Nullable"
        case .generic(let name, _): name
        default: type.name
        }
    }

    private static func members(_ owner: String) -> Members {
        if let members = self.cache.withLock({ $0[owner] }) { return members }
        var members = Members()
        let tables = LibraryIndex.tables[owner] ?? []
        for method in (self.older.methods[owner] ?? []) + tables.flatMap({ $0().methods }) {
            members.methods[method.name, default: []].append(method)
        }
        for property in (self.older.properties[owner] ?? []) + tables.flatMap({ $0().properties }) {
            members.properties[property.name] = property
        }
        let result = members
        self.cache.withLock { $0[owner] = result }
        return result
    }

    private static let older = (
        methods: Dictionary(
            grouping: StringLibrary.methods + StringSearchLibrary.methods + StringStaticLibrary.methods
                + EncodingLibrary.methods + JSONLibrary.methods + JSONChangeLibrary.methods + JSONPlaceLibrary.methods
                + ValueLibrary.methods,
            by: \.owner
        ),
        properties: Dictionary(
            grouping: StringLibrary.properties + EncodingLibrary.properties + JSONLibrary.properties
                + JSONPlaceLibrary.properties + ValueLibrary.properties,
            by: \.owner
        )
    )
}
