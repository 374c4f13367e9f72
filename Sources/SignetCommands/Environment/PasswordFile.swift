// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCore

/// A password in a file: its bytes without the line end that every editor adds.
///
/// The path `-` reads standard input.
enum PasswordFile {
    /// Longer than any password or assertion.
    private static let limit = 64 * 1024

    static func read(_ path: String) throws -> SecretBytes {
        let handle: FileHandle
        if path == "-" {
            handle = .standardInput
        } else {
            guard let opened = FileHandle(forReadingAtPath: path) else {
                throw CommandFailure(
                    code: "unreadableFile",
                    message: "the password file '\(path)' cannot be read: check the path and its permissions"
                )
            }
            handle = opened
        }
        var bytes = [UInt8](try handle.read(upToCount: limit + 1) ?? Data())
        guard bytes.count <= limit else {
            throw CommandFailure(
                code: "fileTooLarge",
                message: "'\(path)' is larger than 64 KiB: it is no password and no assertion; name another file"
            )
        }
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        return SecretBytes(bytes)
    }
}
