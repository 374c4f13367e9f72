// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials

/// A date of .NET: ticks of 100 ns since the year 1, with the kind that it was made with.
public struct ExpressionDate: Sendable, Hashable {
    /// What the time counts from.
    public enum Kind: Sendable {
        /// `DateTimeKind.Unspecified`.
        case unspecified
        /// `DateTimeKind.Utc`.
        case utc
        /// `DateTimeKind.Local`; the gateway's local time is UTC.
        case local
    }

    /// Ticks of 100 ns since 0001-01-01T00:00:00.
    public let ticks: Int64
    /// What the time counts from.
    public let kind: Kind

    static let unixEpoch: Int64 = 621_355_968_000_000_000
    static let maximum: Int64 = 3_155_378_975_999_999_999
    static let ticksPerSecond: Int64 = 10_000_000

    init(ticks: Int64, kind: Kind) {
        self.ticks = ticks
        self.kind = kind
    }

    static var outOfRange: ExpressionError {
        .exception(.argumentOutOfRange, "The added or subtracted value results in an un-representable DateTime.")
    }

    /// The date so many ticks later.
    func moved(_ ticks: Int64) throws(ExpressionError) -> ExpressionDate {
        let moved = self.ticks.addingReportingOverflow(ticks)
        guard !moved.overflow, 0...Self.maximum ~= moved.partialValue else { throw Self.outOfRange }
        return ExpressionDate(ticks: moved.partialValue, kind: self.kind)
    }

    /// A date in UTC; dates that .NET cannot hold become the nearest that it can.
    public init(_ date: Date) {
        let seconds = min(max(date.timeIntervalSince1970, -62_135_596_800), 253_402_300_799)
        let whole = Int64(seconds.rounded(.down))
        let fraction = Int64(((seconds - Double(whole)) * 1_000_000).rounded(.down)) * 10
        self.init(ticks: Self.unixEpoch + whole * Self.ticksPerSecond + fraction, kind: .utc)
    }

    /// Dates are the same when their ticks are, as in .NET.
    public static func == (left: ExpressionDate, right: ExpressionDate) -> Bool { left.ticks == right.ticks }

    /// Hashes the ticks.
    public func hash(into hasher: inout Hasher) { hasher.combine(self.ticks) }
}
