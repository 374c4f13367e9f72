// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore

extension GraphDirectory {
    /// The restrictions that hold for an application: its own policy's, or the tenant's.
    func restrictions(of application: Application) async throws -> CredentialRestrictions {
        if let id = application.appManagementPolicyID,
            let policy = try await self.store.appManagementPolicy(id: id, tenant: self.tenant)?.value
        {
            guard policy.isEnabled else { return .none }
            return try await restrictions(policy.applicationRestrictions, policy.id, application.created)
        }
        guard let policy = try await defaultPolicy(), policy.isEnabled else { return .none }
        return try await restrictions(policy.applicationRestrictions, policy.id, application.created)
    }

    /// The restrictions that hold for a service principal: the tenant's.
    func restrictions(of principal: ServicePrincipal) async throws -> CredentialRestrictions {
        guard let policy = try await defaultPolicy(), policy.isEnabled else { return .none }
        return try await restrictions(policy.servicePrincipalRestrictions, policy.id, principal.created)
    }

    private func defaultPolicy() async throws -> AppManagementPolicy? {
        try await self.store.appManagementPolicy(id: AppManagementPolicy.defaultID, tenant: self.tenant)?.value
    }

    private func restrictions(
        _ restrictions: JSONObject,
        _ policyID: String,
        _ created: Date
    ) async throws -> CredentialRestrictions {
        let configurations = try await self.store.allCertificateAuthorities(tenant: self.tenant)
        let authorities = configurations.map { configuration in
            (configuration.id, configuration.authorities.compactMap { try? CertificateDetails(der: $0.certificate) })
        }
        return CredentialRestrictions(
            restrictions,
            policyID: policyID,
            created: created,
            authorities: Dictionary(authorities, uniquingKeysWith: { first, _ in first })
        )
    }
}
