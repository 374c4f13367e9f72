// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore
import Testing

@testable import SignetPlatform

/// What a test case sends, and the row of the reference that it must meet.
struct RefusalCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let status: Int
    let error: String
    let number: Int
    let text: String
    var hasErrorURI = true
    let send: @Sendable (PlatformFixture, Client) async throws -> Reply

    init(
        _ description: String,
        _ status: Int,
        _ error: String,
        _ number: Int,
        _ text: String,
        hasErrorURI: Bool = true,
        send: @escaping @Sendable (PlatformFixture, Client) async throws -> Reply
    ) {
        self.testDescription = description
        self.status = status
        self.error = error
        self.number = number
        self.text = text
        self.hasErrorURI = hasErrorURI
        self.send = send
    }

    /// A case that spoils the assertion of a request that would be granted.
    static func assertion(
        _ description: String,
        _ status: Int,
        _ error: String,
        _ number: Int,
        _ text: String,
        _ spoil: @escaping @Sendable (inout JSONObject, inout JSONObject) -> Void
    ) -> RefusalCase {
        RefusalCase(description, status, error, number, text) { fixture, client in
            let assertion = try fixture.assertion(client.appID, TestCertificates.daemon.get(), spoil)
            return await fixture.post(try fixture.form(client.appID, assertion))
        }
    }

    /// A case that changes the parameters of a request that would be granted; `nil` leaves one out.
    static func parameters(
        _ description: String,
        _ status: Int,
        _ error: String,
        _ number: Int,
        _ text: String,
        hasErrorURI: Bool = true,
        _ changes: [String: String?] = [:],
        extra: [(String, String)] = [],
        tenant: String = PlatformFixture.tenant
    ) -> RefusalCase {
        RefusalCase(description, status, error, number, text, hasErrorURI: hasErrorURI) { fixture, client in
            var form = try fixture.form(
                client.appID,
                try fixture.assertion(client.appID, TestCertificates.daemon.get())
            )
            form = form.compactMap { name, value in
                guard let change = changes[name] else { return (name, value) }
                return change.map { (name, $0) }
            }
            return await fixture.post(form + extra, tenant: tenant)
        }
    }
}
