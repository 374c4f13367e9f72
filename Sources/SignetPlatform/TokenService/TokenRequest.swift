// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// What a client brings to prove who it is.
enum PresentedCredential: Sendable {
    case none
    case secret(SecretBytes)
    /// The text of `client_assertion`.
    case assertion(SecretBytes)
}

/// A request to the token endpoint, its form read and nothing believed.
struct TokenRequest: Sendable {
    /// The largest body that is read.
    static let greatestBody = 64 * 1_024
    private static let formType = "application/x-www-form-urlencoded"

    let grantType: String?
    let clientID: String?
    let credential: PresentedCredential
    /// The value of `client_assertion_type`, where an assertion came.
    let assertionType: String?
    let scope: String?
    let resource: String?

    /// Reads form and `Authorization` header.
    ///
    /// A body of another type counts as a form without parameters, as the real service takes it.
    init(_ request: PlatformRequest) throws(TokenRefusal) {
        guard request.body.count <= Self.greatestBody else {
            throw TokenRefusal(.requestTooLarge, ["limit": String(Self.greatestBody)])
        }
        let type = request.header("content-type")?.split(separator: ";").first?.lowercased() ?? ""
        let isForm = type.split(separator: " ").first.map(String.init) == Self.formType
        let form = try Self.parameters(isForm ? request.body : [])
        let basic = try Self.basic(request)
        if let basic, let clientID = form["client_id"], clientID.lowercased() != basic.clientID.lowercased() {
            throw TokenRefusal(.malformedRequest)
        }
        self.grantType = form["grant_type"]
        self.clientID = form["client_id"] ?? basic?.clientID
        self.scope = form["scope"]
        self.resource = form["resource"]
        self.assertionType = form["client_assertion_type"]
        if let assertion = form["client_assertion"] {
            self.credential = .assertion(SecretBytes(utf8: assertion))
        } else if let secret = form["client_secret"] {
            self.credential = .secret(SecretBytes(utf8: secret))
        } else if let basic {
            self.credential = .secret(basic.secret)
        } else {
            self.credential = .none
        }
    }

    private static func parameters(_ body: [UInt8]) throws(TokenRefusal) -> FormParameters {
        do {
            return try FormParameters(body)
        } catch {
            switch error {
            case .malformed: throw TokenRefusal(.malformedRequest)
            case .duplicate(let name): throw TokenRefusal(.duplicateParameter, ["name": name])
            }
        }
    }

    private static func basic(_ request: PlatformRequest) throws(TokenRefusal) -> BasicAuthorization? {
        guard let header = request.header("authorization"), let basic = BasicAuthorization.parse(header) else {
            return nil
        }
        guard case .success(let authorization) = basic else { throw TokenRefusal(.malformedRequest) }
        return authorization
    }
}
