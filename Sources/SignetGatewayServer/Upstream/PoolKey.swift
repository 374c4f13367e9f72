// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetGateway

/// What connections must agree in to be exchangeable: the endpoint with its trust, and the certificate's version.
///
/// A call never travels on a connection that another certificate opened.
struct PoolKey: Hashable {
    let endpoint: Endpoint
    /// The number of the certificate's version; 0 for none.
    let certificate: UInt64
    /// The number of the set of authorities that the backend was trusted by.
    let trust: UInt64
}
