// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension CredentialOptions {
    /// The transport with a span round each request.
    var tracedTransport: any TokenTransport {
        TracedTransport(
            base: self.transport,
            tracer: self.tracer,
            propagatesContext: self.propagatesTraceContext
        )
    }

    /// What tells of tokens that are fetched.
    func acquisition(clientID: String, host: String? = nil) -> TokenAcquisition {
        TokenAcquisition(
            clientID: clientID,
            host: host ?? TracedTransport.host(of: self.authority.url),
            logger: self.logger,
            tracer: self.tracer
        )
    }
}
