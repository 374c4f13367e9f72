// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import Testing

@testable import SignetGatewayServer

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

@Suite struct AccessLogTests {
    private static let linesOfBatch = 1_024

    /// One MiB of lines.
    private static let batch = ByteBuffer(
        repeating: Array(String(repeating: "x", count: 1_023).utf8 + [UInt8(ascii: "\n")]),
        times: linesOfBatch
    )

    @Test func linesArriveInTheirOrder() async throws {
        let folder = try TemporaryFolder()
        let log = try AccessLog(path: "\(folder.path)/access.log")
        for line in 1...100 { log.append(ByteBuffer(string: "\(line)\n")) }
        await log.finish()
        let text = try String(contentsOfFile: "\(folder.path)/access.log", encoding: .utf8)
        #expect(text == (1...100).map { "\($0)\n" }.joined())
        #expect(log.lostLines == 0)
    }

    /// A pipe that nobody reads: the writer hangs, and neither memory nor the end of the process wait for it.
    @Test(.timeLimit(.minutes(5))) func whoeverStopsReadingLosesLinesAndHoldsNothingUp() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/pipe"
        let made = unsafe mkfifo(path, 0o600)
        #expect(made == 0)
        let log = try AccessLog(path: path)
        let fitting = AccessLog.greatestBacklog / Self.batch.readableBytes
        for _ in 0..<fitting + 2 { log.append(Self.batch) }
        #expect(log.lostLines == 2 * Self.linesOfBatch)
        await log.finish(within: .nanoseconds(1))
        // Somebody reads again: what waited arrives, and there is room for more.
        let reader = try #require(FileHandle(forUpdatingAtPath: path))
        var received = 0
        while received < AccessLog.greatestBacklog {
            received += try #require(try reader.read(upToCount: 65_536)).count
        }
        await log.finish()
        log.append(ByteBuffer(string: "more\n"))
        #expect(try reader.read(upToCount: 5) == Data("more\n".utf8))
        #expect(log.lostLines == 2 * Self.linesOfBatch)
    }
}

extension ByteBuffer {
    fileprivate init(repeating bytes: [UInt8], times: Int) {
        self.init()
        for _ in 0..<times { self.writeBytes(bytes) }
    }
}
