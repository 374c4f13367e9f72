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

    init(
        id: String,
        url: ServiceURL,
        verification: Endpoint.Verification,
        headers: [(name: String, values: [SecretBytes])],
        query: [(name: String, values: [SecretBytes])]
    ) {
        self.id = id
        self.url = url
        self.endpoint = Endpoint(url, verification: verification)
        self.headers = headers
        self.query = query
    }
}
