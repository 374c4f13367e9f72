// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCore

/// A folder of a test's own, gone with it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        self.path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("signet-gateway-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: self.path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: self.path)
    }

    /// Writes a file whole, as a careful program does: another file moved into its place.
    func write(_ file: String, _ text: String) throws {
        try write(file, Array(text.utf8))
    }

    func write(_ file: String, _ bytes: [UInt8]) throws {
        let url = URL(fileURLWithPath: "\(self.path)/\(file)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url, options: .atomic)
    }

    func write(_ file: String, _ secret: SecretBytes) throws {
        try secret.withExposedBytes { try write(file, $0) }
    }

    func remove(_ file: String) throws {
        try FileManager.default.removeItem(atPath: "\(self.path)/\(file)")
    }
}
