// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// `/v1.0/applications/{id}/appManagementPolicies`: the policy that holds for one application in place of the tenant's.
struct PolicyAssignmentOperations: Sendable {
    static let segment = "appManagementPolicies"

    let call: GraphCall
    let application: GraphTarget.Key

    /// Answers what stands behind `appManagementPolicies`.
    func answer(_ rest: [String]) async throws -> GraphAnswer {
        let directory = self.call.directory
        try self.call.require(self.call.method == "GET" ? .readApplications : .writeApplications)
        try self.call.require(self.call.method == "GET" ? .readPolicies : .writePolicies)
        switch (self.call.method, rest) {
        case ("GET", []):
            let id = try await directory.application(self.application).value.appManagementPolicyID
            var shown: [JSONValue] = []
            if let id, let policy = try await directory.store.appManagementPolicy(id: id, tenant: directory.tenant) {
                shown.append(.object(PolicyRoutes.shown(policy.value)))
            }
            let context = "\(directory.root)/$metadata#policies/appManagementPolicies"
            return .object(["@odata.context": .string(context), "value": .array(shown)])
        case ("POST", ["$ref"]):
            let id = try self.call.payload(of: "Application").reference()
            guard try await directory.store.appManagementPolicy(id: id, tenant: directory.tenant) != nil else {
                throw GraphRefusal.notFound(id)
            }
            try await directory.change(application: self.application) { $0.appManagementPolicyID = id }
            return .noContent
        case ("DELETE", let rest) where rest.count == 2 && rest[1] == "$ref":
            try await directory.change(application: self.application) { application in
                guard application.appManagementPolicyID == rest[0].lowercased() else {
                    throw GraphRefusal.notFound(rest[0])
                }
                application.appManagementPolicyID = nil
            }
            return .noContent
        default: throw GraphRefusal.methodNotAllowed
        }
    }
}
