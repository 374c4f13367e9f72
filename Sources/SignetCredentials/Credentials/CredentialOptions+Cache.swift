// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import Metrics

extension CredentialOptions {
    /// An empty cache that tells the log of background refreshes that failed.
    func makeCache(clientID: String) -> TokenCache {
        TokenCache(
            limits: CachedTokenLimits(entries: self.cacheCapacity, bytes: self.cacheByteLimit),
            clock: self.clock,
            plan: RefreshPlan(fraction: self.randomFraction),
            metrics: TokenCacheMetrics(clientID: clientID, factory: self.metricsFactory ?? MetricsSystem.factory)
        ) { [logger] error in
            logger.warning(
                "a token could not be refreshed in the background; the old one is served until it expires",
                metadata: ["client-id": "\(clientID)", "error": "\(error)"]
            )
        }
    }
}
