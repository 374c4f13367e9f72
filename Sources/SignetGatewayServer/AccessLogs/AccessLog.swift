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
    private let backlog = Mutex(Backlog())

    /// What waits for the writer, and what did not fit any more.
    private struct Backlog {
        var bytes = 0
        var lostLines = 0
    }

    /// How many bytes may wait: who reads a pipe may stop doing so, and calls go on.
    static let greatestBacklog = 4 << 20

    /// How many lines were left out because too many others waited.
    var lostLines: Int { self.backlog.withLock(\.lostLines) }

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

    /// Hands lines over to the writer, which leaves them out where ``greatestBacklog`` is reached.
    func append(_ lines: ByteBuffer) {
        let size = lines.readableBytes
        let fits = self.backlog.withLock { backlog in
            guard backlog.bytes + size <= Self.greatestBacklog else {
                backlog.lostLines += lines.readableBytesView.count { $0 == UInt8(ascii: "\n") }
                return false
            }
            backlog.bytes += size
            return true
        }
        guard fits else { return }
        self.queue.async {
            self.write(lines)
            self.backlog.withLock { $0.bytes -= size }
        }
    }

    /// Waits until everything is written, or nobody has taken it for too long.
    ///
    /// - Parameter patience: How long.
    func finish(within patience: DispatchTimeInterval = .seconds(2)) async {
        let group = DispatchGroup()
        self.queue.async(group: group) {}
        await withCheckedContinuation { continuation in
            DispatchQueue.global()
                .async {
                    _ = group.wait(timeout: .now() + patience)
                    continuation.resume()
                }
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
