// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The APIs at one path: one without a version, and those that a header or a query parameter tells apart.
package struct APIPlace: Sendable {
    /// Where a call says its version.
    package enum VersionSource: Sendable, Hashable {
        /// In a header.
        case header(String)
        /// In a query parameter.
        case query(String)
    }

    private var unversioned: Int?
    private var versions: [(source: VersionSource, version: String, api: Int)] = []

    package init() {}

    /// Adds an API.
    ///
    /// - Returns: Whether it is the first of its version here.
    package mutating func insert(api: Int, version: (source: VersionSource, version: String)?) -> Bool {
        guard let version else {
            guard self.unversioned == nil else { return false }
            self.unversioned = api
            return true
        }
        let isKnown = self.versions.contains { $0.source == version.source && $0.version == version.version }
        guard !isKnown else { return false }
        self.versions.append((version.source, version.version, api))
        return true
    }

    /// The API that a request means; few places look at the request.
    @inline(__always)
    package func api(for request: @autoclosure () -> MessageHead) -> Int? {
        self.versions.isEmpty ? self.unversioned : versioned(request())
    }

    private func versioned(_ request: MessageHead) -> Int? {
        // A version that nobody has is an error, even where there is an API without one.
        var namesVersion = false
        var seen: [(source: VersionSource, value: String?)] = []
        for candidate in self.versions {
            let value: String?
            if let known = seen.first(where: { $0.source == candidate.source }) {
                value = known.value
            } else {
                value = Self.value(candidate.source, request)
                seen.append((candidate.source, value))
            }
            guard let value, !value.isEmpty else { continue }
            if value == candidate.version { return candidate.api }
            namesVersion = true
        }
        return namesVersion ? nil : self.unversioned
    }

    private static func value(_ source: VersionSource, _ request: MessageHead) -> String? {
        switch source {
        case .header(let name): return request.firstValueRange(of: name).map(request.text)
        case .query(let name):
            guard let range = request.queryRange else { return nil }
            return QueryParameters(request.bytes[range]).first(name)
        }
    }
}
