// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The `iss` of tokens, under the platform's own origin: clients compare its host with the authority's.
enum TokenIssuerName {
    static func v1(origin: String, tenant: String) -> String { "\(origin)/\(tenant)/" }
    static func v2(origin: String, tenant: String) -> String { "\(origin)/\(tenant)/v2.0" }
}
