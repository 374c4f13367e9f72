// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The content of a certificate file, read within bounds.
package struct FileContent: Sendable {
    /// The bytes.
    package let bytes: [UInt8]
    /// The state of the file that was read.
    package let identity: FileIdentity

    /// How large a file may be: 16 MiB, where a certificate with its chain has a few kilobytes.
    package static let maximumSize = 16 << 20

    /// Reads a regular file; a pipe, a device or a directory is refused without waiting for it.
    ///
    /// - Throws: `unreadableFile` or `fileTooLarge`.
    package init(path: String) throws(CertificateError) {
        let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Self.unreadable(path, "it cannot be opened (\(Self.reason(errno)))")
        }
        defer { close(descriptor) }
        var information = stat()
        guard unsafe fstat(descriptor, &information) == 0 else {
            throw Self.unreadable(path, "its state cannot be read (\(Self.reason(errno)))")
        }
        guard information.st_mode & S_IFMT == S_IFREG else {
            throw Self.unreadable(path, "it is no regular file; give the path of a PEM, DER or PFX file")
        }
        guard information.st_size <= Self.maximumSize else {
            throw Self.tooLarge(path)
        }
        self.bytes = try Self.readAll(descriptor, expected: Int(information.st_size), path: path)
        self.identity = FileIdentity(information)
    }

    private static func readAll(
        _ descriptor: Int32,
        expected: Int,
        path: String
    ) throws(CertificateError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(expected + 1)
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(path, "reading it failed (\(reason(errno)))") }
            if count == 0 { return bytes }
            bytes += buffer.prefix(count)
            guard bytes.count <= self.maximumSize else { throw tooLarge(path) }
        }
    }

    private static func unreadable(_ path: String, _ why: String) -> CertificateError {
        CertificateError(.unreadableFile, "the file \(path) cannot be read: \(why)")
    }

    private static func tooLarge(_ path: String) -> CertificateError {
        CertificateError(
            .fileTooLarge,
            "the file \(path) is larger than 16 MiB, so it is no certificate file; check the path"
        )
    }

    /// The system's words for an error number.
    static func reason(_ number: Int32) -> String {
        unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
    }
}
