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
        case adminConsent(AdminConsentCall)
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

    init(_ call: AdminConsentCall) {
        self.purpose = .adminConsent(call)
        self.reference = call.reference
        self.clientID = call.clientID
        self.applicationName = call.applicationName
        self.scopes = call.scopes ?? ScopeRequest(everythingAt: BuiltInResource.graph.appID, openID: [])
        self.version = call.request.version
    }

    /// Whether only people who are assigned to a client that demands it may go on: an administrator who consents for
    /// others need not be.
    var demandsAssignment: Bool {
        if case .adminConsent = self.purpose { return false }
        return true
    }

    /// Whether the consent is to be an administrator's, for everybody.
    var isForEverybody: Bool {
        if case .adminConsent = self.purpose { return true }
        return self.prompt.asksForAdministrator
    }

    var call: AuthorizeCall? {
        if case .authorize(let call) = self.purpose { return call }
        return nil
    }

    /// What the request asks of the person; a device asks nothing in particular.
    var prompt: Prompt { self.call?.prompt ?? Prompt() }

    /// Where the browser may be led from a page of this sign-in.
    var formTargets: [String] {
        let address: String? =
            switch self.purpose {
            case .authorize(let call): call.target.address
            case .adminConsent(let call): call.target?.address
            case .device: nil
            }
        return address.map { [Page.source(of: $0)] } ?? []
    }
}

extension Prompt {
    init() {}
}
