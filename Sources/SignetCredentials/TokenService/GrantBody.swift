// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension TokenServiceClient.Grant {
    /// The body of the request, as Microsoft's documentation of the flow has it.
    func body(clientID: String, _ authentication: ClientAuthentication) -> FormBody {
        var body = FormBody()
        switch self.kind {
        case .clientCredentials:
            switch authentication {
            case .assertion:
                body.append("scope", self.scope)
                body.append("client_id", clientID)
            case .secret, .none:
                body.append("client_id", clientID)
                body.append("scope", self.scope)
            }
            body.append(authentication)
            body.append("grant_type", "client_credentials")
        case .onBehalfOf(let assertion):
            body.append("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")
            body.append("client_id", clientID)
            body.append(authentication)
            assertion.withExposedBytes { body.append("assertion", $0) }
            body.append("scope", self.scope)
            body.append("requested_token_use", "on_behalf_of")
        case .refreshToken(let token):
            body.append("client_id", clientID)
            body.append("scope", self.scope)
            token.withExposedBytes { body.append("refresh_token", $0) }
            body.append("grant_type", "refresh_token")
            body.append(authentication)
        case .authorizationCode(let code, let redirectURI, let verifier):
            body.append("client_id", clientID)
            body.append("scope", self.scope)
            body.append(code: code, redirectURI, verifier)
            body.append(authentication)
        }
        if self.asksForClientInfo { body.append("client_info", "1") }
        if let claims = self.claims { body.append("claims", claims) }
        return body
    }
}

extension FormBody {
    fileprivate mutating func append(code: SecretBytes, _ redirectURI: String, _ verifier: SecretBytes?) {
        code.withExposedBytes { append("code", $0) }
        append("redirect_uri", redirectURI)
        append("grant_type", "authorization_code")
        verifier?.withExposedBytes { append("code_verifier", $0) }
    }

    fileprivate mutating func append(_ authentication: ClientAuthentication) {
        switch authentication {
        case .assertion(let assertion):
            append("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
            assertion.withSerialized { append("client_assertion", $0) }
        case .secret(let secret):
            secret.withExposedBytes { append("client_secret", $0) }
        case .none: break
        }
    }
}
