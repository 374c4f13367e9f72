// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The namespaces that are declared at a place of a document.
struct XMLScope {
    /// The namespace of each prefix; the empty prefix has the default namespace.
    private var namespaces: [String: String] = [:]
    /// The prefixes of each namespace in the order of their declarations, those that are hidden not among them.
    private var prefixes: [String: [String]] = [:]
    /// How many declarations there are, those that are hidden among them.
    private(set) var count = 0

    func namespace(of prefix: String) -> String? {
        prefix == "xml" ? XMLNamespace.xml : self.namespaces[prefix]
    }

    /// The prefix, not the empty one, that was declared last for a namespace.
    func prefix(of namespace: String) -> String? { self.prefixes[namespace]?.last }

    /// Declares a prefix; a scope is copied for that, and what that costs is counted.
    mutating func declare(_ prefix: String, _ namespace: String, _ budget: inout Budget) throws(ExpressionError) {
        try budget.work(self.namespaces.count + 16)
        self.count += 1
        if let hidden = self.namespaces.updateValue(namespace, forKey: prefix), !prefix.isEmpty {
            try budget.work(self.prefixes[hidden]?.count ?? 0)
            self.prefixes[hidden]?.removeAll { $0 == prefix }
        }
        if !prefix.isEmpty { self.prefixes[namespace, default: []].append(prefix) }
    }
}
