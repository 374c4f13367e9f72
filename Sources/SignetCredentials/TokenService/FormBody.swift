// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A body of type `application/x-www-form-urlencoded`, built as bytes because it holds secrets.
struct FormBody {
    private(set) var bytes: [UInt8] = []

    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Adds a field.
    mutating func append(_ name: String, _ value: String) {
        append(name, Array(value.utf8))
    }

    /// Adds a field whose value is bytes.
    mutating func append(_ name: String, _ value: [UInt8]) {
        if !self.bytes.isEmpty { self.bytes.append(UInt8(ascii: "&")) }
        self.bytes.append(contentsOf: name.utf8)
        self.bytes.append(UInt8(ascii: "="))
        for byte in value {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                self.bytes.append(byte)
            default:
                self.bytes.append(UInt8(ascii: "%"))
                self.bytes.append(Self.digits[Int(byte >> 4)])
                self.bytes.append(Self.digits[Int(byte & 0x0F)])
            }
        }
    }
}
