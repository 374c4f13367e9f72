// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A request that a policy makes of its own: `send-request`, `send-one-way-request`.
public struct SendRequest: Sendable {
    /// What the request starts from.
    public enum Mode: String, Sendable, CaseIterable {
        /// Nothing.
        case new
        /// The method, URL, headers and body of the current request.
        case copy
    }

    /// What the request starts from.
    public let mode: PolicySetting<Mode>
    /// The context variable that the response is stored in; `nil` when nobody waits for one.
    public let responseVariableName: PolicyValue?
    /// How long the response may take, in seconds.
    public let timeout: PolicySetting<Int>
    /// Whether a failure gives `null` rather than an error.
    public let ignoresErrors: Bool
    /// The URL; `nil` for that of the current request.
    public let url: PolicyValue?
    /// The method.
    public let method: PolicyValue?
    /// The headers.
    public let headers: [FieldChange]
    /// The body.
    public let body: PolicyValue?
    /// The certificate that is presented.
    public let certificate: AuthenticationCertificate?
    /// The token that is sent along.
    public let identity: ManagedIdentityAuthentication?
    /// The name and password that are sent along.
    public let basic: BasicAuthentication?
}

/// A token of the gateway's own identity: `authentication-managed-identity`.
public struct ManagedIdentityAuthentication: Sendable {
    /// The resource that the token is for.
    public let resource: PolicyValue
    /// The client ID of a user-assigned identity; `nil` for the system-assigned one.
    public let clientID: PolicyValue?
    /// The context variable that the token is stored in, instead of the `Authorization` header.
    public let outputVariable: String?
    /// Whether the request goes on without a token when none can be had.
    public let ignoresErrors: Bool
}

/// A name with a password: `authentication-basic`.
public struct BasicAuthentication: Sendable {
    /// The name.
    public let username: PolicyValue
    /// The password.
    public let password: PolicyValue
}
