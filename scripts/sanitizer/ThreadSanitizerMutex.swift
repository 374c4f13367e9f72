// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The mutex of the instrumented tree, over pthreads, which the thread sanitizer knows.
///
/// That of the module Synchronization waits on a futex inside the standard library, where nothing is instrumented: the sanitizer takes
/// every access under it for a race. Everything else of the tree is as it is shipped.
@safe package final class ThreadSanitizerMutex<Value>: @unchecked Sendable {
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    package init(_ value: sending Value) {
        unsafe self.lock = .allocate(capacity: 1)
        unsafe self.lock.initialize(to: pthread_mutex_t())
        unsafe pthread_mutex_init(self.lock, nil)
        self.value = value
    }

    deinit {
        unsafe pthread_mutex_destroy(self.lock)
        unsafe self.lock.deallocate()
    }

    package func withLock<Result, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        unsafe pthread_mutex_lock(self.lock)
        defer { unsafe pthread_mutex_unlock(self.lock) }
        nonisolated(unsafe) let result = Box(value: try body(&self.value))
        return unsafe result.value
    }
}

private struct Box<Value> {
    let value: Value
}
