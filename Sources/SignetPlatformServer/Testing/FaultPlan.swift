// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Synchronization

/// The faults that are still to happen, in the order in which they were ordered.
final class FaultPlan: Sendable {
    private static let greatestCount = 1_000

    private let faults = Mutex<[Fault]>([])

    /// What happens to the next request of a client, if anything does.
    func next(clientID: String?) -> Fault.Kind? {
        self.faults.withLock { faults in
            let client = clientID?.lowercased()
            guard let index = faults.firstIndex(where: { $0.clientID == nil || $0.clientID == client }) else {
                return nil
            }
            let kind = faults[index].kind
            faults[index].count -= 1
            if faults[index].count == 0 { faults.remove(at: index) }
            return kind
        }
    }

    /// Adds faults; false where there are too many.
    func add(_ new: [Fault]) -> Bool {
        self.faults.withLock { faults in
            guard faults.count + new.count <= Self.greatestCount else { return false }
            faults += new
            return true
        }
    }

    func clear() { self.faults.withLock { $0.removeAll() } }

    var description: JSONValue {
        ["faults": .array(self.faults.withLock { $0 }.map(\.description))]
    }
}
