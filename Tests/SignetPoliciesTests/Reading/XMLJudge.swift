// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Python's expat, which did not come from us.
enum XMLJudge {
    static func isWellFormed(_ bytes: [UInt8]) throws -> Bool {
        let file = FileManager.default.temporaryDirectory.appending(path: "signet-\(UUID().uuidString).xml")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-c", "import sys,xml.etree.ElementTree as e; e.parse(sys.argv[1])", file.path]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
