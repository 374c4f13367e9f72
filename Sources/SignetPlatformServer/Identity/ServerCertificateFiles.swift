// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import ServiceLifecycle
import SignetCertificates
import SignetCore
import Synchronization

/// A server certificate of one's own: PEM files that are looked at every second and shown when they changed.
struct ServerCertificateFiles: Service {
    /// The certificate, with the chain behind it.
    let certificatePath: String
    /// The key; `nil` where it stands in the same file.
    let keyPath: String?
    let identity: ServerIdentity
    let clock: any TimeSource
    let logger: Logger

    /// Reads the pair.
    static func load(_ certificatePath: String, _ keyPath: String?) throws(PlatformServerError) -> ClientCertificate {
        do {
            var bytes = try FileContent(path: certificatePath).bytes
            if let keyPath { bytes += [UInt8(ascii: "\n")] + (try FileContent(path: keyPath).bytes) }
            return try ClientCertificate(bytes: bytes)
        } catch {
            let names = [certificatePath, keyPath].compactMap { $0 }.joined(separator: " with ")
            throw PlatformServerError(
                .certificateUnusable,
                "the server certificate \(names) cannot be used: \(error.message)",
                cause: error
            )
        }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var seen = self.state
            while !Task.isCancelled {
                guard (try? await self.clock.sleep(for: .seconds(1))) != nil else { return }
                let now = self.state
                guard now != seen else { continue }
                seen = now
                self.reload()
            }
        }
    }

    private var state: [FileIdentity?] {
        [FileIdentity(path: self.certificatePath), self.keyPath.flatMap { FileIdentity(path: $0) }]
    }

    /// A pair that does not fit together, as in the moment between two writes, leaves the last good one in place.
    private func reload() {
        do {
            let certificate = try Self.load(self.certificatePath, self.keyPath)
            try self.identity.replace(certificate)
            self.logger.notice(
                "The server certificate was replaced",
                metadata: ["thumbprint": "\(certificate.sha1Thumbprint)", "not_after": "\(certificate.notAfter)"]
            )
        } catch {
            self.logger.error(
                "The changed server certificate is not used; the last good one stays",
                metadata: ["error": "\(error)"]
            )
        }
    }
}
