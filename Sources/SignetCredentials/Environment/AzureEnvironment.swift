// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The variables by which azure-identity is configured, read from a dictionary that the caller gives.
///
/// A variable that is there and empty counts as missing.
struct AzureEnvironment: Sendable {
    /// The variables as they were given.
    let values: [String: String]

    init(_ values: [String: String]) {
        self.values = values
    }

    subscript(name: String) -> String? {
        self.values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The names that are missing.
    func missing(_ names: [String]) -> [String] {
        names.filter { self[$0] == nil }
    }

    /// A switch: `true` and `1` set it; `false`, `0` and nothing do not.
    ///
    /// - Throws: `invalidArgument` for anything else, because a typing error must not decide.
    func flag(_ name: String) throws(CredentialError) -> Bool {
        switch self[name]?.lowercased() {
        case nil, "false", "0": return false
        case "true", "1": return true
        default:
            throw CredentialError(.invalidArgument, "the variable \(name) is a switch: write true, 1, false or 0")
        }
    }

    /// The parts of a list, divided by semicolons.
    func list(_ name: String) -> [String] {
        let parts = (self[name] ?? "").split(separator: ";")
            .map { part in
                part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
            }
        return parts.map { String($0) }.filter { !$0.isEmpty }
    }

    /// What is thrown where variables are missing.
    static func unavailable(_ credential: String, missing names: [String]) -> CredentialError {
        CredentialError(
            .credentialUnavailable,
            """
            \(credential) authentication unavailable. Environment variables are not fully configured; missing: \
            \(names.joined(separator: ", "))
            """
        )
    }
}
