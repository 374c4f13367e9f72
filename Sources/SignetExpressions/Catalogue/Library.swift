// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Everything in the library, by type and name.
enum Library {
    /// The members of a type; a class, since they are looked at far more often than they are made.
    private final class Members: Sendable {
        /// The members of the type itself.
        let own: (methods: [LibraryMethod], properties: [LibraryProperty])
        /// The overloads of each method, those of the classes above behind the class's own.
        let methods: [String: [LibraryMethod]]
        let properties: [String: LibraryProperty]

        init(methods: [LibraryMethod], properties: [LibraryProperty], base: Members?) {
            self.own = (methods, properties)
            var overloads = Dictionary(grouping: methods, by: \.name)
            for (name, inherited) in base?.methods ?? [:] where name != LibraryMethod.constructor {
                overloads[name, default: []] += inherited
            }
            self.methods = overloads
            var all = base?.properties ?? [:]
            for property in properties { all[property.name] = property }
            self.properties = all
        }
    }

    private static let cache = Mutex<[String: Members]>([:])

    /// The overloads of a method, those of the classes above behind the class's own.
    static func methods(_ owner: String, _ name: String) -> [LibraryMethod] { members(owner).methods[name] ?? [] }

    /// The overloads of a method that are static, or those that are not.
    static func methods(_ owner: String, _ name: String, isStatic: Bool) -> [LibraryMethod] {
        let methods = methods(owner, name)
        return methods.allSatisfy { $0.isStatic == isStatic } ? methods : methods.filter { $0.isStatic == isStatic }
    }

    /// A property.
    static func property(_ owner: String, _ name: String) -> LibraryProperty? { members(owner).properties[name] }

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
        members(owner).own
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
        let tables = (LibraryIndex.tables[owner] ?? []).map { $0() }
        let base = owner == "byte[]" ? "Array" : TypeHierarchy.base(of: owner)
        let members = Members(
            methods: (self.older.methods[owner] ?? []) + tables.flatMap(\.methods),
            properties: (self.older.properties[owner] ?? []) + tables.flatMap(\.properties),
            base: base.map(self.members)
        )
        self.cache.withLock { $0[owner] = members }
        return members
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
