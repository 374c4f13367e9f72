// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// `System.DateTime` and `System.TimeSpan`: the clock, the fields, addition, formats.
enum DateLibrary {
    static let properties: [LibraryProperty] =
        [
            LibraryProperty(owner: "DateTime", name: "UtcNow", isStatic: true, type: .dateTime) { state, _ in
                .dateTime(ExpressionDate(state.environment.clock.now))
            },
            LibraryProperty(owner: "DateTime", name: "MinValue", isStatic: true, type: .dateTime) { _, _ in
                .dateTime(ExpressionDate(ticks: 0, kind: .unspecified))
            },
            LibraryProperty(owner: "DateTime", name: "MaxValue", isStatic: true, type: .dateTime) { _, _ in
                .dateTime(ExpressionDate(ticks: ExpressionDate.maximum, kind: .unspecified))
            },
            // The gateway's local time is UTC.
            LibraryProperty(owner: "DateTime", name: "Now", isStatic: true, type: .dateTime) { state, _ in
                .dateTime(ExpressionDate(state.environment.clock.now))
            },
            LibraryProperty(owner: "DateTime", name: "Ticks", isStatic: false, type: .long) { _, arguments in
                .long(date(arguments).ticks)
            },
            LibraryProperty(owner: "DateTime", name: "Date", isStatic: false, type: .dateTime) { _, arguments in
                let date = date(arguments)
                let day = date.ticks - date.ticks % 864_000_000_000
                return .dateTime(ExpressionDate(ticks: day, kind: date.kind))
            },
        ] + fields + durations

    static let methods: [LibraryMethod] =
        [
            add("AddDays", 864_000_000_000), add("AddHours", 36_000_000_000), add("AddMinutes", 600_000_000),
            add("AddSeconds", 10_000_000), add("AddMilliseconds", 10_000),
            from("FromDays", 864_000_000_000), from("FromHours", 36_000_000_000), from("FromMinutes", 600_000_000),
            from("FromSeconds", 10_000_000), from("FromMilliseconds", 10_000),
            instance("DateTime", "ToString", [.string], .string) { state, arguments throws(ExpressionError) in
                try state.text(try ValueFormat.text(arguments[0], format: arguments[1].string, &state.memory))
            },
            LibraryMethod(owner: "DateTime", name: "Parse", isStatic: true, parameters: [.string], result: .dateTime) {
                _,
                arguments throws(ExpressionError) in
                .dateTime(try DateText.parse(try arguments.text(0)))
            },
            instance("DateTime", "Add", [.timeSpan], .dateTime) { _, arguments throws(ExpressionError) in
                try sum(arguments[0], ticks: Double(ticks(arguments, 1)))
            },
            instance("DateTime", "Subtract", [.dateTime], .timeSpan) { _, arguments in
                guard case .dateTime(let other) = arguments[1] else { return .null }
                return .timeSpan(date(arguments).ticks - other.ticks)
            },
            instance("DateTime", "ToUniversalTime", [], .dateTime) { _, arguments in
                .dateTime(ExpressionDate(ticks: date(arguments).ticks, kind: .utc))
            },
        ]

    private static let fields: [LibraryProperty] = [
        field("Year") { $0.year }, field("Month") { $0.month }, field("Day") { $0.day }, field("Hour") { $0.hour },
        field("Minute") { $0.minute }, field("Second") { $0.second },
    ]

    private static let durations: [LibraryProperty] = [
        total("TotalDays", 864_000_000_000), total("TotalHours", 36_000_000_000), total("TotalMinutes", 600_000_000),
        total("TotalSeconds", 10_000_000), total("TotalMilliseconds", 10_000),
    ]

    private static func field(_ name: String, _ read: @escaping @Sendable (DateFields) -> Int) -> LibraryProperty {
        LibraryProperty(owner: "DateTime", name: name, isStatic: false, type: .int) { _, arguments in
            .int(Int32(clamping: read(DateFields(ticks: date(arguments).ticks))))
        }
    }

    private static func total(_ name: String, _ unit: Double) -> LibraryProperty {
        LibraryProperty(owner: "TimeSpan", name: name, isStatic: false, type: .double) { _, arguments in
            .double(Double(ticks(arguments, 0)) / unit)
        }
    }

    private static func add(_ name: String, _ unit: Double) -> LibraryMethod {
        instance("DateTime", name, [.double], .dateTime) { _, arguments throws(ExpressionError) in
            guard case .double(let amount) = arguments[1] else { return .null }
            return try sum(arguments[0], ticks: amount * unit)
        }
    }

    private static func from(_ name: String, _ unit: Double) -> LibraryMethod {
        LibraryMethod(owner: "TimeSpan", name: name, isStatic: true, parameters: [.double], result: .timeSpan) {
            _,
            arguments throws(ExpressionError) in
            guard case .double(let amount) = arguments[0], let ticks = Int64(exactly: (amount * unit).rounded()) else {
                throw .exception(.overflow, "TimeSpan overflowed because the duration is too long.")
            }
            return .timeSpan(ticks)
        }
    }

    private static func instance(
        _ owner: String,
        _ name: String,
        _ parameters: [StaticType],
        _ result: StaticType,
        _ code: @escaping LibraryCode
    ) -> LibraryMethod {
        LibraryMethod(owner: owner, name: name, isStatic: false, parameters: parameters, result: result, code: code)
    }

    private static func date(_ arguments: [ExpressionValue]) -> ExpressionDate {
        if case .dateTime(let date) = arguments[0] { date } else { ExpressionDate(ticks: 0, kind: .unspecified) }
    }

    private static func ticks(_ arguments: [ExpressionValue], _ index: Int) -> Int64 {
        if case .timeSpan(let ticks) = arguments[index] { ticks } else { 0 }
    }

    /// A date moved by ticks.
    static func sum(_ value: ExpressionValue, ticks: Double) throws(ExpressionError) -> ExpressionValue {
        guard case .dateTime(let date) = value else { return .null }
        guard let moved = Int64(exactly: ticks.rounded()).map({ date.ticks.addingReportingOverflow($0) }),
            !moved.overflow, moved.partialValue >= 0, moved.partialValue <= ExpressionDate.maximum
        else {
            throw .exception(
                .argumentOutOfRange,
                "The added or subtracted value results in an un-representable DateTime."
            )
        }
        return .dateTime(ExpressionDate(ticks: moved.partialValue, kind: date.kind))
    }
}
