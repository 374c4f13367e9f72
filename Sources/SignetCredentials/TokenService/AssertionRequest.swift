// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials

/// For what request an assertion is wanted: what a closure needs to make or fetch the right one.
public struct AssertionRequest: Sendable {
    /// The client that the assertion must speak for.
    public let clientID: String
    /// The tenant that is asked.
    public let tenantID: String
    /// The token service.
    public let authority: Authority
    /// The assertion's audience: the address of the tenant's token endpoint, also where a regional one is asked in its place.
    public let tokenEndpoint: String
    /// The token service's present time, as far as its answers have told it: the time by which to date an assertion.
    public let date: Date
    /// The claims that the token is asked to have, as JSON.
    public let claims: String?
    /// The identifier of the request, for logs on both sides.
    public let correlationID: String
}
