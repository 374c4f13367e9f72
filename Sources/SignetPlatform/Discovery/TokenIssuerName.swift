// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The `iss` of tokens.
enum TokenIssuerName {
    /// The issuer of version 1, which is not under the authority in the real service either.
    ///
    /// Resource servers of version 1 hold it as a constant (Microsoft's "Access tokens" page:
    /// `https://sts.windows.net/{tenantId}/`) and would refuse the platform's own origin; nothing is ever fetched from it.
    static func v1(tenant: String) -> String { "https://sts.windows.net/\(tenant)/" }

    /// The issuer of version 2, under the platform's own origin: clients compare its host with the authority's.
    static func v2(origin: String, tenant: String) -> String { "\(origin)/\(tenant)/v2.0" }
}
