// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What an assertion must say to be accepted for one request.
public struct AssertionExpectation: Sendable {
    /// The request's `client_id`.
    public var clientID: String
    /// The names under which the service may be addressed: its token endpoints and its issuer, in every form of the tenant.
    public var audiences: Set<String> {
        didSet { self.foldedAudiences = Self.folded(self.audiences) }
    }
    private var foldedAudiences: Set<String>

    /// Creates an expectation.
    public init(clientID: String, audiences: Set<String>) {
        self.clientID = clientID
        self.audiences = audiences
        self.foldedAudiences = Self.folded(audiences)
    }

    /// Host names and GUIDs have no case, so an audience is compared without it.
    func accepts(audience: String) -> Bool {
        self.audiences.contains(audience) || self.foldedAudiences.contains(audience.lowercased())
    }

    private static func folded(_ audiences: Set<String>) -> Set<String> { Set(audiences.map { $0.lowercased() }) }
}
