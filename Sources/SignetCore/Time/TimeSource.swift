// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials

/// Where the time comes from: the machine, or a test.
///
/// Nothing below the command line asks the system for the time in any other way.
public protocol TimeSource: Sendable {
    /// The wall-clock time.
    var now: Date { get }

    /// Waits; throws `CancellationError` as soon as the task is cancelled.
    func sleep(for duration: Duration) async throws
}

/// The machine's own clock: the one place that asks for it.
public struct SystemTime: TimeSource {
    /// Creates the machine's clock.
    public init() {}

    /// The machine's wall-clock time.
    public var now: Date { Date() }

    /// Waits by the machine's continuous clock.
    public func sleep(for duration: Duration) async throws {
        try await Task.sleep(for: duration, clock: .continuous)
    }
}

extension TimeSource where Self == SystemTime {
    /// The machine's own clock.
    public static var system: SystemTime { SystemTime() }
}
