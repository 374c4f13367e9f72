// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Testing

@Suite struct PlainBytesTests {
    private func arePlain(_ bytes: [UInt8], from least: UInt8) -> Bool {
        unsafe bytes.withUnsafeBytes { unsafe PlainBytes.areAll($0, from: least, except: (0x22, 0x5C, 0x7F)) }
    }

    @Test(arguments: 0..<21)
    func seesEveryByteAtEveryPlace(place: Int) {
        for least: UInt8 in [0, 1, 0x20, 0x80] {
            for byte in UInt8.min...UInt8.max {
                let isPlain = byte >= least && byte != 0x22 && byte != 0x5C && byte != 0x7F
                for around: UInt8 in [0x80, 0xFF] {
                    var bytes = [UInt8](repeating: around, count: 21)
                    bytes[place] = byte
                    #expect(arePlain(bytes, from: least) == isPlain)
                }
            }
        }
    }

    @Test func whatStandsBesideTheMarksIsPlain() {
        for length in 0..<20 {
            for byte: UInt8 in [0x20, 0x21, 0x23, 0x5B, 0x5D, 0x7E, 0x80, 0xA2, 0xDC, 0xFF] {
                #expect(arePlain([UInt8](repeating: byte, count: length), from: 0x20))
            }
        }
    }

    @Test(arguments: 0..<21)
    func seesWhatIsNotASCIIAtEveryPlace(place: Int) {
        for byte in UInt8.min...UInt8.max {
            var bytes = [UInt8](repeating: 0x7F, count: 21)
            bytes[place] = byte
            #expect(unsafe bytes.withUnsafeBytes { unsafe PlainBytes.areASCII($0) } == (byte < 0x80))
        }
    }

    @Test func findsTheNextPlaceOfAByte() {
        let bytes = Array("a.b..c".utf8)
        let point = UInt8(ascii: ".")
        #expect([0, 1, 2, 3, 4, 5, 6].map { bytes.position(of: point, from: $0) } == [1, 1, 3, 3, 4, nil, nil])
        #expect([UInt8]().position(of: point, from: 0) == nil)
    }
}
