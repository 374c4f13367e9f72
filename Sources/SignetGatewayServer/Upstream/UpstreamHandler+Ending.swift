// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore

extension UpstreamHandler {
    /// An idle connection has nothing to finish.
    func drain() {
        if case .idle = self.phase { close() }
    }

    /// Ends the connection; a call that it carries has been told already, or is not to be.
    func close() {
        self.caller = nil
        switch self.phase {
        case .closed: return
        case .idle: self.pool.remove(self)
        case .connecting, .awaitingHead, .readingBody, .tunnel: break
        }
        self.phase = .closed
        self.deadline = .max
        self.context?.close(promise: nil)
    }

    func deadlinePassed() {
        switch self.phase {
        case .connecting:
            connectingFailed(ChannelError.connectTimeout(.seconds(Int64(self.loop.limits.connectTicks / 10))))
        default: close()
        }
    }
}
