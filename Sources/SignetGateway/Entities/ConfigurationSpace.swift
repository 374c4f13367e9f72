// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Where entities live: in the service itself, or in one of its workspaces, whose names are its own.
package struct ConfigurationSpace: Sendable, Hashable {
    /// The name of the workspace's folder; `nil` for the service itself.
    package let workspace: String?

    /// The service itself.
    package static let service = ConfigurationSpace(workspace: nil)

    package init(workspace: String?) {
        self.workspace = workspace
    }

    /// The folder in front of every folder of its entities.
    package var prefix: String { self.workspace.map { "workspaces/\($0)/" } ?? "" }

    /// The key under which an entity is found: IDs are compared without regard to case.
    ///
    /// The service's own IDs have no slash in them: one that a policy computes reaches into no workspace.
    package func key(_ id: String) -> String {
        let id = id.lowercased()
        guard let workspace = self.workspace?.lowercased() else { return id.contains("/") ? "/\(id)" : id }
        return "\(workspace)/\(id)"
    }

    /// Whether the entities of this space are there for those of another: the service's own are there for all.
    func isVisible(in other: ConfigurationSpace) -> Bool {
        self.workspace == nil || self.workspace?.lowercased() == other.workspace?.lowercased()
    }
}
