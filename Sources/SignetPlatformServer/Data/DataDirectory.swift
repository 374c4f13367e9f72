// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The directory in which a platform keeps everything, readable by its owner alone.
///
/// One server works in it at a time: two would not see each other's changes.
final class DataDirectory: Sendable {
    /// The absolute path, without symbolic links.
    let path: String
    private let lock: Int32

    /// Makes the directory where it is missing, and claims it until the value is gone.
    init(_ path: String) throws(PlatformServerError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw PlatformServerError(.dataDirectoryUnusable, "cannot make the data directory \(path)", cause: error)
        }
        guard let resolved = unsafe realpath(path, nil) else {
            throw PlatformServerError(.dataDirectoryUnusable, "cannot find the data directory \(path)")
        }
        defer { unsafe free(resolved) }
        self.path = unsafe String(cString: resolved)
        self.lock = try Self.claim(self.path)
    }

    deinit {
        close(self.lock)
    }

    /// The path without symbolic links; as it is where there is nothing.
    static func absolute(_ path: String) -> String {
        guard let resolved = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    private static func claim(_ path: String) throws(PlatformServerError) -> Int32 {
        let file = path + "/lock"
        let descriptor = unsafe open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw PlatformServerError(.dataDirectoryUnusable, "cannot write in the data directory \(path)")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw PlatformServerError(
                .dataDirectoryInUse,
                "another platform works in \(path); stop it, or give another data directory"
            )
        }
        return descriptor
    }

    /// The path of a file in the directory.
    func file(_ name: String) -> String { "\(self.path)/\(name)" }

    /// The content of a file; `nil` where it is missing.
    func read(_ name: String) throws(PlatformServerError) -> SecretBytes? {
        guard FileManager.default.fileExists(atPath: file(name)) else { return nil }
        do {
            return SecretBytes(try FileContent(path: file(name)).bytes)
        } catch {
            throw PlatformServerError(
                .dataDirectoryUnusable,
                "cannot read \(file(name)): \(error.message)",
                cause: error
            )
        }
    }

    /// Writes a file in one step; one that does not last longer than the process need not reach the disk.
    func write(
        _ content: SecretBytes,
        to name: String,
        mode: UInt16 = 0o600,
        isLasting: Bool = true
    ) throws(PlatformServerError) {
        do {
            try content.withExposedBytes { (bytes) throws(CertificateError) in
                try AtomicFile.write(bytes, to: file(name), mode: mode, isLasting: isLasting)
            }
        } catch {
            throw PlatformServerError(
                .dataDirectoryUnusable,
                "cannot write \(file(name)): \(error.message)",
                cause: error
            )
        }
    }

    /// Removes a file, where there is one.
    func remove(_ name: String) {
        _ = unsafe unlink(file(name))
    }
}
