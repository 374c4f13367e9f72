// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Finds the records in a stream of TLS, however it is cut into pieces: their headers stay readable.
struct RecordStream {
    /// The type of records that carry a handshake (RFC 5246 §6.2.1).
    static let handshake: UInt8 = 22

    /// What has come of a header: type, version, length.
    private var header: [UInt8] = []
    /// How much of the record behind the header is still to come.
    private var missing = 0

    /// Passes over a piece.
    ///
    /// - Returns: Whether a record of the type begins in it.
    mutating func pass(over piece: some RandomAccessCollection<UInt8>, lookingFor type: UInt8) -> Bool {
        var found = false
        var rest = piece[...]
        while !rest.isEmpty {
            if self.missing > 0 {
                let passed = min(self.missing, rest.count)
                rest = rest.dropFirst(passed)
                self.missing -= passed
                continue
            }
            if self.header.isEmpty, rest.first == type { found = true }
            let taken = rest.prefix(5 - self.header.count)
            rest = rest.dropFirst(taken.count)
            self.header += taken
            guard self.header.count == 5 else { return found }
            self.missing = Int(self.header[3]) << 8 | Int(self.header[4])
            self.header.removeAll(keepingCapacity: true)
        }
        return found
    }
}
