// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SignetCore
import SignetPlatform

/// A tenant on the command line: `GUID`, or `GUID=contoso.onmicrosoft.com,contoso.example`.
struct TenantOption: ExpressibleByArgument, Sendable {
    let configuration: TenantConfiguration

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard GUID.isWellFormed(parts[0]) else { return nil }
        let domains = parts.count > 1 ? parts[1].split(separator: ",").map(String.init) : []
        guard parts.count == 1 || !domains.isEmpty else { return nil }
        self.configuration = TenantConfiguration(id: parts[0].lowercased(), domainNames: domains)
    }
}
