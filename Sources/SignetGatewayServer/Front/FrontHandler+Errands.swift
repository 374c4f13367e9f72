// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SignetGateway

// What policies wait for beside the backend.

extension FrontHandler {
    /// Lets somebody else do what the call waits for, while the loop serves others.
    func performErrand() {
        guard let wanted = self.call.errand, let eventLoop = self.context?.eventLoop else { return close() }
        self.phase = .onErrand
        // Every errand has a time limit of its own; this one is for what forgets it.
        self.deadline = self.loop.tick + Self.longestErrand
        self.errands &+= 1
        let number = self.errands
        let services = self.loop.services
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        let task = Task {
            let outcome = await services.perform(wanted)
            eventLoop.execute { bound.value.errandDone(number, outcome) }
        }
        self.errand = (number, task)
    }

    private static var longestErrand: Int { 36_000 }

    private func errandDone(_ number: Int, _ outcome: CallErrand.Outcome) {
        // One that was given up may still come to its end.
        guard let errand = self.errand, errand.number == number, case .onErrand = self.phase else { return }
        self.errand = nil
        take(self.call.errandDone(outcome))
        process()
    }
}
