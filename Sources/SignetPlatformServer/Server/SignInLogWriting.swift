// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import ServiceLifecycle
import SignetCore
import SignetPlatform

/// Writes the sign-in log every second, and once more when the server ends.
struct SignInLogWriting: Service {
    let platform: StartedPlatform
    let clock: any TimeSource
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await self.clock.sleep(for: .seconds(1))
                await write()
            }
        }
        await write()
    }

    private func write() async {
        do {
            try await self.platform.current?.flushSignIns()
        } catch {
            self.logger.error("The sign-in log could not be written", metadata: ["error": "\(error)"])
        }
    }
}
