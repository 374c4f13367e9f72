// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Writes files that are there whole or not at all, and that only their owner may read.
package enum AtomicFile {
    /// Replaces the file at `path` in one step; a reader sees the old content or the new, never a part.
    ///
    /// - Parameters:
    ///   - bytes: The new content.
    ///   - path: Where it goes; the folder must exist.
    ///   - mode: The permissions, by default for the owner alone.
    ///   - isLasting: Whether to wait until the content is on the disk; not for a file that ends with the process.
    /// - Throws: `unwritableFile`.
    package static func write(
        _ bytes: [UInt8],
        to path: String,
        mode: UInt16 = 0o600,
        isLasting: Bool = true
    ) throws(CertificateError) {
        let temporary = "\(path).\(GUID.random().prefix(8)).tmp"
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(mode))
        guard descriptor >= 0 else { throw failure(path, errno) }
        var error = writeAll(bytes, descriptor)
        if error == 0, fchmod(descriptor, mode_t(mode)) != 0 { error = errno }
        if error == 0, isLasting, fsync(descriptor) != 0 { error = errno }
        close(descriptor)
        if error == 0, unsafe rename(temporary, path) != 0 { error = errno }
        guard error == 0 else {
            _ = unsafe unlink(temporary)
            throw failure(path, error)
        }
    }

    private static func writeAll(_ bytes: [UInt8], _ descriptor: Int32) -> Int32 {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes[written...]
                .withUnsafeBytes { buffer in
                    unsafe Self.systemWrite(descriptor, buffer)
                }
            if count < 0 {
                if errno == EINTR { continue }
                return errno
            }
            written += count
        }
        return 0
    }

    private static func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) -> Int {
        #if canImport(Darwin)
        unsafe Darwin.write(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Glibc)
        unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
        #else
        unsafe Musl.write(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }

    private static func failure(_ path: String, _ number: Int32) -> CertificateError {
        CertificateError(.unwritableFile, "the file \(path) cannot be written (\(FileContent.reason(number)))")
    }
}
