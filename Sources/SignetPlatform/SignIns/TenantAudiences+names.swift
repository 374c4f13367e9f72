// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetAssertions

extension TenantAudiences {
    /// To whom an assertion for a tenant may be addressed, for people: the endpoint that clients use first, then the others,
    /// without those that differ by their query only.
    func names(_ tenant: Tenant) -> [String] {
        let usual = self.origins.first.map { "\($0)/\(tenant.id)/oauth2/v2.0/token" }
        let all = expectation(tenant).audiences.filter { !$0.contains("?") }.sorted()
        guard let usual, all.contains(usual) else { return all }
        return [usual] + all.filter { $0 != usual }
    }
}
