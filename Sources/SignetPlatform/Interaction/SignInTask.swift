// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// What a person signs in for.
struct SignInTask: Sendable {
    enum Purpose: Sendable {
        case authorize(AuthorizeCall)
        case device(DeviceAuthorization)
    }

    let purpose: Purpose
    let reference: TenantReference
    let clientID: String
    let applicationName: String
    let scopes: ScopeRequest
    let version: TokenEndpointVersion

    init(_ call: AuthorizeCall) {
        self.purpose = .authorize(call)
        self.reference = call.reference
        self.clientID = call.clientID
        self.applicationName = call.applicationName
        self.scopes = call.scopes
        self.version = call.request.version
    }

    init(_ device: DeviceAuthorization, _ reference: TenantReference, _ client: RegisteredClient) throws(TokenRefusal) {
        self.purpose = .device(device)
        self.reference = reference
        self.clientID = client.appID
        self.applicationName = client.displayName
        self.scopes =
            device.endpoint == .v1
            ? ScopeRequest(everythingAt: device.scope, openID: [.openid, .profile, .offlineAccess])
            : try ScopeRequest(device.scope)
        self.version = device.endpoint
    }

    var call: AuthorizeCall? {
        if case .authorize(let call) = self.purpose { return call }
        return nil
    }

    /// What the request asks of the person; a device asks nothing in particular.
    var prompt: Prompt { self.call?.prompt ?? Prompt() }

    /// Where the browser may be led from a page of this sign-in.
    var formTargets: [String] { self.call.map { [Page.source(of: $0.target.address)] } ?? [] }
}

extension Prompt {
    init() {}
}
