// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import SignetCore

/// Log lines as JSON, one object a line on stderr: `{"time","level","logger","message",…metadata}`.
struct JSONLogHandler: LogHandler {
    let label: String
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = self.metadata.merging(event.metadata ?? [:]) { _, new in new }
        var line: JSONObject = [
            "time": .string(Timestamp.dotNet(Date())),
            "level": .string(event.level.rawValue),
            "logger": .string(self.label),
            "message": .string("\(event.message)"),
        ]
        for (name, value) in all.sorted(by: { $0.key < $1.key }) where line[name] == nil {
            line[name] = .string("\(value)")
        }
        StandardError.print(String(decoding: JSONValue.object(line).serialized, as: UTF8.self))
    }
}

/// How a program logs: `--log-format text|json` and `--log-level LEVEL`, read before the command line is parsed, because
/// a program sets its log up once and first.
struct LogOptions: Sendable {
    let isJSON: Bool
    let level: Logger.Level

    init(_ arguments: [String]) {
        self.isJSON = Self.value("--log-format", arguments) == "json"
        self.level = Self.value("--log-level", arguments).flatMap { Logger.Level(rawValue: $0) } ?? .info
    }

    func handler(_ label: String) -> any LogHandler {
        guard self.isJSON else {
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = self.level
            return handler
        }
        return JSONLogHandler(label: label, logLevel: self.level)
    }

    private static func value(_ name: String, _ arguments: [String]) -> String? {
        for (index, argument) in arguments.enumerated() {
            if argument == name, index + 1 < arguments.count { return arguments[index + 1] }
            if argument.hasPrefix(name + "=") { return String(argument.dropFirst(name.count + 1)) }
        }
        return nil
    }
}
