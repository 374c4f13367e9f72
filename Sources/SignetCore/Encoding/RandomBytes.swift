// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Bytes of the system's generator.
package enum RandomBytes {
    /// The number of bytes that one call of the kernel gives at most.
    private static let greatestCount = 256

    /// Draws bytes with one call of the kernel where `SystemRandomNumberGenerator` makes one for each eight.
    package static func draw(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: max(0, count))
        #if canImport(Glibc) || canImport(Musl)
        if count <= self.greatestCount {
            let outcome = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe buffer.baseAddress.map { unsafe getentropy($0, buffer.count) } ?? 0
            }
            if outcome == 0 { return bytes }
        }
        #endif
        var generator = SystemRandomNumberGenerator()
        for index in bytes.indices { bytes[index] = generator.next() }
        return bytes
    }
}
