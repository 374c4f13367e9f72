// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetStorage

/// The directory of a server's data.
enum DataPath {
    /// Makes the directory, for its owner alone, where it is missing.
    static func make(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw CommandFailure(
                code: "unwritableDirectory",
                message: "the directory '\(path)' cannot be made: \(error.localizedDescription)"
            )
        }
    }

    /// The storage of a directory in which a platform has worked before.
    static func existingStorage(_ path: String) throws -> SQLiteStorage {
        let file = path + "/signet.db"
        guard FileManager.default.fileExists(atPath: file) else {
            throw CommandFailure(
                code: "noPlatform",
                message: "there is no platform in '\(path)': \(file) is missing; name the directory of "
                    + "`signet platform serve --data`"
            )
        }
        return try SQLiteStorage(path: file)
    }
}
