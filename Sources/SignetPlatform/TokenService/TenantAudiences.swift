// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetAssertions
import Synchronization

/// To whom an assertion for a tenant may be addressed: made once for each tenant, and again when its domains change.
final class TenantAudiences: Sendable {
    private struct Entry {
        let names: [String]
        let expectation: AssertionExpectation
    }

    /// The origins under which the token service is reached.
    let origins: [String]
    private let entries = Mutex<[String: Entry]>([:])

    init(origins: [String]) {
        self.origins = origins
    }

    /// What is expected of an assertion; the client is still to be put in.
    func expectation(_ tenant: Tenant) -> AssertionExpectation {
        let names = [tenant.id] + tenant.domainNames
        if let entry = self.entries.withLock({ $0[tenant.id] }), entry.names == names { return entry.expectation }
        let expectation = AssertionExpectation(clientID: "", audiences: audiences(names))
        self.entries.withLock { $0[tenant.id] = Entry(names: names, expectation: expectation) }
        return expectation
    }

    /// Both token endpoints and the issuer, by GUID and by domain name.
    private func audiences(_ names: [String]) -> Set<String> {
        let bases = self.origins.flatMap { origin in names.map { "\(origin)/\($0)" } }
        return Set(bases.flatMap { ["\($0)/oauth2/v2.0/token", "\($0)/oauth2/token", "\($0)/v2.0"] })
    }
}
