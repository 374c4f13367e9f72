// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import Synchronization

/// The access log: lines of JSON that the loops collect and a queue of its own writes.
///
/// Each batch opens the file anew, so that a log which was moved away by a tool that rotates logs is simply begun again.
final class AccessLog: Sendable {
    private let path: String?
    private let queue = DispatchQueue(label: "signet.gateway.access-log")

    /// Makes sure that the file can be written; `-` is standard output.
    init(path: String) throws(GatewayError) {
        self.path = path == "-" ? nil : path
        guard path != "-" else { return }
        guard FileManager.default.fileExists(atPath: path) || Self.create(path),
            FileManager.default.isWritableFile(atPath: path)
        else { throw GatewayError(.invalidOptions, "The access log '\(path)' cannot be written: check the path.") }
    }

    private static func create(_ path: String) -> Bool {
        // Who called what when is nobody else's business.
        FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
    }

    /// Hands lines over to the writer.
    func append(_ lines: ByteBuffer) {
        self.queue.async { self.write(lines) }
    }

    /// Waits until everything is written.
    func finish() async {
        await withCheckedContinuation { continuation in
            self.queue.async { continuation.resume() }
        }
    }

    private func write(_ lines: ByteBuffer) {
        let data = Data(lines.readableBytesView)
        guard let path else {
            // Nobody may be reading any more, which ends the log and not the gateway.
            try? FileHandle.standardOutput.write(contentsOf: data)
            return
        }
        if !FileManager.default.fileExists(atPath: path) { _ = Self.create(path) }
        guard let handle = FileHandle(forWritingAtPath: path) else { return }
        _ = try? handle.seekToEnd()
        try? handle.write(contentsOf: data)
        try? handle.close()
    }
}
