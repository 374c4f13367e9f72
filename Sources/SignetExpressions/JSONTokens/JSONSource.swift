// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Where an object or array of a scanned text stands, and what it holds.
struct JSONContainer: Sendable {
    let start: Int
    /// The offset behind it.
    var end = 0
    /// The index of the first container behind it; those in between are within.
    var next = 0
    /// How many nodes lie on the longest way down, itself included.
    var height = 1
    /// How many properties or elements it has.
    var count = 0
}

/// A JSON text without faults, whose containers become tokens when somebody looks into them.
final class JSONSource: Sendable {
    let bytes: [UInt8]
    /// The containers in the order in which they open.
    let containers: [JSONContainer]
    let readsDates: Bool

    /// The length of the text and the containers are those of one scan.
    init(bytes: [UInt8], containers: [JSONContainer], readsDates: Bool) {
        self.bytes = bytes
        self.containers = containers
        self.readsDates = readsDates
    }

    /// Whether a container is an object.
    func isObject(_ index: Int) -> Bool { self.bytes[self.containers[index].start] == UInt8(ascii: "{") }
}
