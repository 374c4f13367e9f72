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
    private let forms: [PlatformProfile.Audience]
    private let entries = Mutex<[String: Entry]>([:])

    init(origins: [String], profile: PlatformProfile) {
        self.origins = origins
        self.forms = profile.assertionAudiences
    }

    /// What is expected of an assertion; the client is still to be put in.
    func expectation(_ tenant: Tenant) -> AssertionExpectation {
        let names = [tenant.id] + tenant.domainNames
        if let entry = self.entries.withLock({ $0[tenant.id] }), entry.names == names { return entry.expectation }
        let expectation = AssertionExpectation(clientID: "", audiences: audiences(names))
        self.entries.withLock { $0[tenant.id] = Entry(names: names, expectation: expectation) }
        return expectation
    }

    /// The token endpoints and the issuer, as the profile has it, by GUID and by domain name.
    private func audiences(_ names: [String]) -> Set<String> {
        let bases = self.origins.flatMap { origin in names.map { "\(origin)/\($0)" } }
        let suffixes = self.forms.flatMap { form in
            switch form {
            case .tokenEndpoint: ["/oauth2/v2.0/token"]
            // ADAL for Go (go-autorest) posts to the address with the query, and names it whole.
            case .tokenEndpointV1: ["/oauth2/token", "/oauth2/token?api-version=1.0"]
            case .issuer: ["/v2.0"]
            }
        }
        return Set(bases.flatMap { base in suffixes.map { base + $0 } })
    }
}
