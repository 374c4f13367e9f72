// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import ServiceLifecycle
import SignetCore
import SignetPlatform

/// Looks every ten minutes which certificates in the vault have to be renewed.
struct VaultRenewal: Service {
    let platform: StartedPlatform
    let clock: any TimeSource
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await self.clock.sleep(for: .seconds(600))
                    try await self.platform.current?.renewVaultCertificates()
                } catch is CancellationError {
                    return
                } catch {
                    self.logger.error("The vault's certificates could not be renewed", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}
