// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import ServiceLifecycle
import SignetCore
import SignetPlatform

/// Has the platform look after its signing keys every hour.
struct SigningKeyRenewal: Service {
    let platform: StartedPlatform
    let clock: any TimeSource
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await self.clock.sleep(for: .seconds(3_600))
                    try await self.platform.current?.renewSigningKeys()
                    try await self.platform.current?.eraseDeletedItems()
                    try await self.platform.current?.forgetEndedGrants()
                } catch is CancellationError {
                    return
                } catch {
                    self.logger.error("The signing keys could not be renewed", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}
