// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Reads where an API's version stands: in the path, a header or a query parameter.
struct VersionReading {
    /// What an API says of its version.
    struct Version {
        /// `apiVersion`.
        var name: String?
        /// The segment of the path.
        var segment: String?
        /// The header or query parameter.
        var source: APIPlace.VersionSource?

        var sourceAndValue: (source: APIPlace.VersionSource, version: String)? {
            guard let source, let name else { return nil }
            return (source, name)
        }
    }

    let folder: ConfigurationFolder
    let space: ConfigurationSpace

    func version(_ document: EntityDocument) throws(ConfigurationProblem) -> Version {
        guard let name = try document.string("apiVersion"), !name.isEmpty else { return Version() }
        let set = try set(document)
        let scheme = set?["versioningScheme"]?.string ?? "Segment"
        switch scheme.lowercased() {
        case "segment": return Version(name: name, segment: name)
        case "header":
            return Version(name: name, source: .header(try parameter("versionHeaderName", set, document)))
        case "query":
            return Version(name: name, source: .query(try parameter("versionQueryName", set, document)))
        default:
            throw document.problem(
                "invalidValue",
                at: "apiVersionSetId",
                "'versioningScheme' is '\(scheme)': Segment, Header and Query exist."
            )
        }
    }

    /// The version set that the API names, or the one that it holds itself.
    private func set(_ document: EntityDocument) throws(ConfigurationProblem) -> JSONObject? {
        if let own = document.properties["apiVersionSet"]?.object, own["versioningScheme"] != nil { return own }
        guard let id = try document.string("apiVersionSetId")?.split(separator: "/").last else { return nil }
        for prefix in [self.space.prefix, ""] {
            let folder = self.folder.folders(in: "\(prefix)version sets").first { $0.lowercased() == id.lowercased() }
            guard let folder else { continue }
            return try self.folder.document("\(prefix)version sets/\(folder)/versionSetInformation.json")?.properties
        }
        throw document.problem(
            "unknownVersionSet",
            at: "apiVersionSetId",
            "The version set '\(id)' does not exist in 'version sets'."
        )
    }

    private func parameter(
        _ member: String,
        _ set: JSONObject?,
        _ document: EntityDocument
    ) throws(ConfigurationProblem) -> String {
        guard let name = set?[member]?.string, !name.isEmpty else {
            throw document.problem("missingMember", at: "apiVersionSetId", "'\(member)' is missing in the version set.")
        }
        return name
    }
}
