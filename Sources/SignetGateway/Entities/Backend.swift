// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import SignetCore

/// A backend entity.
package final class Backend: Sendable {
    /// The name of its folder.
    package let id: String
    /// Its URL.
    package let url: ServiceURL
    /// Where its connections go.
    package let endpoint: Endpoint
    /// Headers that every call of it carries, the `Authorization` among them.
    package let headers: [(name: String, values: [SecretBytes])]
    /// Query parameters that every call of it carries.
    package let query: [(name: String, values: [SecretBytes])]
    /// The certificate that its calls present where no policy attaches one.
    package let certificate: CertificateName?
    /// Its circuit breaker.
    package let health: BackendHealth?
    /// The members, where it is a pool; its URL is then that of the first.
    package let pool: BackendPool?

    /// A certificate as a backend's credentials name it.
    package enum CertificateName: Sendable, Hashable {
        /// By its ID.
        case id(String)
        /// By its thumbprint.
        case thumbprint(String)
    }

    init(
        id: String,
        url: ServiceURL,
        verification: Endpoint.Verification,
        headers: [(name: String, values: [SecretBytes])],
        query: [(name: String, values: [SecretBytes])],
        certificate: CertificateName? = nil,
        health: BackendHealth? = nil
    ) {
        self.id = id
        self.url = url
        self.endpoint = Endpoint(url, verification: verification)
        self.headers = headers
        self.query = query
        self.certificate = certificate
        self.health = health
        self.pool = nil
    }

    /// A pool of backends.
    init(id: String, first: Backend, pool: BackendPool) {
        self.id = id
        self.url = first.url
        self.endpoint = first.endpoint
        self.headers = []
        self.query = []
        self.certificate = nil
        self.health = nil
        self.pool = pool
    }
}
