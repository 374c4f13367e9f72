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

/// What tells one state of a file from another, after symbolic links: replaced, rewritten, touched or given other permissions, it
/// differs.
package struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let inode: UInt64
    private let size: Int64
    private let seconds: Int
    private let nanoseconds: Int
    /// A file that may be read at last has the time of its content still.
    private let statusSeconds: Int
    private let statusNanoseconds: Int

    /// Looks at the file that `path` leads to.
    ///
    /// - Returns: `nil` where there is none.
    package init?(path: String) {
        var information = stat()
        guard unsafe stat(path, &information) == 0 else { return nil }
        self.init(information)
    }

    init(_ information: stat) {
        self.device = UInt64(truncatingIfNeeded: information.st_dev)
        self.inode = UInt64(truncatingIfNeeded: information.st_ino)
        self.size = Int64(information.st_size)
        #if canImport(Darwin)
        self.seconds = information.st_mtimespec.tv_sec
        self.nanoseconds = information.st_mtimespec.tv_nsec
        self.statusSeconds = information.st_ctimespec.tv_sec
        self.statusNanoseconds = information.st_ctimespec.tv_nsec
        #else
        self.seconds = information.st_mtim.tv_sec
        self.nanoseconds = information.st_mtim.tv_nsec
        self.statusSeconds = information.st_ctim.tv_sec
        self.statusNanoseconds = information.st_ctim.tv_nsec
        #endif
    }
}
