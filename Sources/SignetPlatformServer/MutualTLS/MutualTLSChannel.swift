// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import HummingbirdCore
import Logging
import NIOCore
import NIOSSL

/// A connection over TLS whose client is asked for a certificate, and may have none.
///
/// Any certificate passes here: TLS proves that the client has its key, and the token service decides who that is.
struct MutualTLSChannel<Base: ServerChildChannel>: ServerChildChannel {
    private static var greatestChain: Int { 10 }

    private let base: Base
    private let context: NIOSSLContext

    init(_ base: Base, configuration: TLSConfiguration) throws {
        self.base = base
        self.context = try NIOSSLContext(configuration: configuration)
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        let context = self.context
        let base = self.base
        return channel.eventLoop
            .makeCompletedFuture {
                let handler = NIOSSLServerHandler(
                    context: context,
                    configuration: .init(),
                    customVerificationCallbackWithMetadata: { certificates, promise in
                        guard (1...Self.greatestChain).contains(certificates.count) else {
                            return promise.succeed(.failed)
                        }
                        let chain = ValidatedCertificateChain(certificates)
                        promise.succeed(.certificateVerified(VerificationMetadata(chain)))
                    }
                )
                try channel.pipeline.syncOperations.addHandler(handler)
            }
            .flatMap { base.setup(channel: channel, logger: logger) }
    }

    func handle(value: Base.Value, logger: Logger) async {
        await self.base.handle(value: value, logger: logger)
    }
}
