// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetGatewayServer

/// The headers of records in what a backend sends, cut as the network cuts it.
@Suite struct RecordStreamTests {
    private static func record(_ type: UInt8, _ length: Int) -> [UInt8] {
        // The content looks like headers of handshakes.
        [type, 3, 3, UInt8(length >> 8), UInt8(length & 0xFF)] + [UInt8](repeating: 22, count: length)
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 300, 10_000])
    func findsARecordHoweverTheStreamIsCut(size: Int) {
        let before = Self.record(23, 300) + Self.record(23, 0) + Self.record(21, 2)
        var stream = RecordStream()
        #expect(Self.found(in: before, of: &stream, cutInto: size) == 0)
        #expect(Self.found(in: Self.record(22, 4) + Self.record(23, 1), of: &stream, cutInto: size) == 1)
    }

    private static func found(in bytes: [UInt8], of stream: inout RecordStream, cutInto size: Int) -> Int {
        var found = 0
        for start in stride(from: 0, to: bytes.count, by: size) {
            let piece = bytes[start..<min(start + size, bytes.count)]
            if stream.pass(over: piece, lookingFor: RecordStream.handshake) { found += 1 }
        }
        return found
    }
}
