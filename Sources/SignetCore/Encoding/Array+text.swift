// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension [UInt8] {
    /// Appends the UTF-8 bytes of a text, at once where they lie in one piece, as those of nearly every text do.
    package mutating func append(utf8 text: String) {
        let done: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { bytes in
            unsafe self.append(contentsOf: bytes)
        }
        if done == nil { self.append(contentsOf: text.utf8) }
    }

    /// The first place of a byte, from a place on; the C library looks at many bytes at a time.
    ///
    /// - Parameters:
    ///   - byte: The byte.
    ///   - start: Where to begin: a place in the array or its end.
    /// - Returns: The place, or `nil` where the byte does not come again.
    package func position(of byte: UInt8, from start: Int) -> Int? {
        unsafe self.withUnsafeBytes { bytes in
            guard start >= 0, start < bytes.count, let base = bytes.baseAddress,
                let found = unsafe memchr(base + start, Int32(byte), bytes.count - start)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }
}
