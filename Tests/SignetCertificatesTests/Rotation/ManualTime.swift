// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCertificates
import SignetCore
import Synchronization

/// A clock that moves when the test says so.
final class ManualTime: TimeSource {
    private let time = Mutex(Date(timeIntervalSince1970: 1_750_000_000))
    var now: Date { self.time.withLock { $0 } }
    func advance(_ seconds: Double) { self.time.withLock { $0 += seconds } }
    func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        advance(Double(duration.components.seconds))
        await Task.yield()
    }
}

/// Works through the permissions of nobody in particular: the thread's own, as root and not.
enum Stranger {
    /// Runs a body on a thread that may not read what only its owner may.
    static func run<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                if geteuid() == 0 { setFileSystemUser(65_534) }
                continuation.resume(returning: body())
            }
        }
    }

    /// Linux keeps the user for files per thread; glibc declares the call in a header that Swift does not import.
    private static func setFileSystemUser(_ user: UInt32) {
        guard let symbol = unsafe dlsym(nil, "setfsuid") else { return }
        let call = unsafe unsafeBitCast(symbol, to: (@convention(c) (UInt32) -> Int32).self)
        _ = call(user)
    }
}

/// The two halves of a pair as files have them.
extension ClientCertificate {
    var keyPEM: String {
        get throws {
            try String(decoding: pem().withExposedBytes { $0 }, as: UTF8.self)
                .components(separatedBy: "-----BEGIN CERT")[0]
        }
    }
}
