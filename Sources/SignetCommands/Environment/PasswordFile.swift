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
        var bytes = [UInt8](try handle.read(upToCount: 64 * 1024) ?? Data())
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        return SecretBytes(bytes)
    }
}
