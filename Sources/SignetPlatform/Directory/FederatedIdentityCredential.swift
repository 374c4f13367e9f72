// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The trust of an application in a token of another issuer (Microsoft Graph `federatedIdentityCredential`).
struct FederatedIdentityCredential: Sendable, Equatable {
    /// The GUID, in lower case.
    let id: String
    /// Unique in the application whatever its case, and never changed.
    let name: String
    var issuer: String
    var subject: String
    var audience: String
    var description: String?
}
