// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetCredentials
import Synchronization

/// A transport whose next token requests fail as a test wants; everything else passes.
final class FaultQueue: TokenTransport {
    private let base: any TokenTransport
    private let clock: any TimeSource
    private let faults = Mutex<[ServiceFault]>([])
    private let recorded = Mutex<[TransportRequest]>([])

    init(_ base: any TokenTransport, clock: any TimeSource) {
        self.base = base
        self.clock = clock
    }

    /// The token requests so far.
    var requests: [TransportRequest] { self.recorded.withLock { $0 } }

    func append(_ fault: ServiceFault, times: Int) {
        self.faults.withLock { $0.append(contentsOf: repeatElement(fault, count: max(0, times))) }
    }

    /// Forgets the faults that nobody met.
    func clear() -> Int {
        self.faults.withLock { faults in
            defer { faults = [] }
            return faults.count
        }
    }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        guard request.method == "POST", request.url.hasSuffix("/token") else {
            return try await self.base.send(request)
        }
        self.recorded.withLock { $0.append(request) }
        let fault = self.faults.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        guard let fault else { return try await self.base.send(request) }
        return try await fault.answer(request, self.clock) { [base] in try await base.send($0) }
    }
}
