// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension TokenServiceClient.Grant {
    /// The body of the request, its fields in the order of Microsoft's documentation.
    func body(clientID: String, _ authentication: ClientAuthentication) -> FormBody {
        var body = FormBody()
        switch authentication {
        case .assertion(let assertion):
            body.append("scope", self.scope)
            body.append("client_id", clientID)
            body.append("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
            assertion.withSerialized { body.append("client_assertion", $0) }
        case .secret(let secret):
            body.append("client_id", clientID)
            body.append("scope", self.scope)
            secret.withExposedBytes { body.append("client_secret", $0) }
        }
        body.append("grant_type", "client_credentials")
        if let claims = self.claims { body.append("claims", claims) }
        return body
    }
}
