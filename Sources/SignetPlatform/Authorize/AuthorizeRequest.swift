// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The parameters of a request to `/authorize`, read and nothing believed.
struct AuthorizeRequest: Sendable {
    /// The longest text of parameters that is read; a browser's address is hardly longer.
    static let greatestText = 16 * 1_024

    let version: TokenEndpointVersion
    /// The tenant as the path names it.
    let tenant: String
    /// The parameters as they came, to be kept by pages.
    let text: String
    private let parameters: FormParameters

    init(version: TokenEndpointVersion, tenant: String, text: String) throws(TokenRefusal) {
        guard text.utf8.count <= Self.greatestText else { throw TokenRefusal(.malformedRequest) }
        do {
            self.parameters = try FormParameters(Array(text.utf8))
        } catch {
            switch error {
            case .malformed: throw TokenRefusal(.malformedRequest)
            case .duplicate(let name): throw TokenRefusal(.duplicateParameter, ["name": name])
            }
        }
        self.version = version
        self.tenant = tenant
        self.text = text
    }

    var clientID: String? { self.parameters["client_id"] }
    var redirectURI: String? { self.parameters["redirect_uri"] }
    var responseType: String? { self.parameters["response_type"] }
    var responseMode: String? { self.parameters["response_mode"] }
    var scope: String? { self.parameters["scope"] }
    var resource: String? { self.parameters["resource"] }
    var state: String? { self.parameters["state"] }
    var nonce: String? { self.parameters["nonce"] }
    var prompt: String? { self.parameters["prompt"] }
    var loginHint: String? { self.parameters["login_hint"] }
    var domainHint: String? { self.parameters["domain_hint"] }
    var codeChallenge: String? { self.parameters["code_challenge"] }
    var codeChallengeMethod: String? { self.parameters["code_challenge_method"] }
    var claims: String? { self.parameters["claims"] }
    var maximumAge: Int? { self.parameters["max_age"].flatMap { Int($0) } }
    var wantsClientInfo: Bool { self.parameters["client_info"] == "1" }
}
