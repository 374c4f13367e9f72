// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// For what request an assertion is wanted: what a closure needs to make or fetch the right one.
public struct AssertionRequest: Sendable {
    /// The client that the assertion must speak for.
    public let clientID: String
    /// The tenant that is asked.
    public let tenantID: String
    /// The token service.
    public let authority: Authority
    /// The address to which the assertion goes, which is also its audience.
    public let tokenEndpoint: String
    /// The claims that the token is asked to have, as JSON.
    public let claims: String?
    /// The identifier of the request, for logs on both sides.
    public let correlationID: String
}
