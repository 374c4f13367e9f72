// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Another implementation that judges ours: found on the path, run with arguments, without a shell.
struct Tool: Sendable {
    let path: String

    static let python = Tool(named: "python3")
    static let openssl = Tool(named: "openssl")
    static let keytool = Tool(named: "keytool")

    /// Where CI says that nothing may be skipped, an absent tool is a failure instead of a reason.
    static let isRequired = ProcessInfo.processInfo.environment["CI"] == "true"

    /// Whether the judges that every test here needs are there: openssl, and Python with `cryptography`.
    static let areJudgesPresent: Bool = {
        guard openssl != nil, let python else { return false }
        return (try? python.run(["-c", "import cryptography"])) != nil
    }()

    init?(named name: String) {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let candidates = folders.map { "\($0)/\(name)" }
        guard let path = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
            return nil
        }
        self.path = path
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs the tool and gives what it printed.
    @discardableResult
    func run(_ arguments: [String], environment: [String: String] = [:]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: self.path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(self.path) \(arguments.first ?? ""): \(text)")
        }
        return text
    }
}

/// A folder that goes away with the value.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("signet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        self.path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: self.path)
    }

    /// The path of a file in the folder.
    func file(_ name: String) -> String { "\(self.path)/\(name)" }

    /// Writes a file into the folder and gives its path.
    @discardableResult
    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
        return file(name)
    }
}
