// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetGateway

/// Why a backend could not be called, or stopped answering.
struct UpstreamFailure: Error {
    /// What `context.LastError.Message` says.
    let message: String
    /// What the log adds: what was tried, what was presented, what came back.
    let detail: String
    /// Whether the backend refused the client certificate, before it took any request.
    var refusesCertificate = false
    /// Whether the backend closed the connection without a word on a version of a certificate that it has never answered:
    /// some refuse so.
    var mayRefuseCertificate = false
    /// What happened in the handshake, where there was one.
    var handshake: HandshakeReport?

    /// The error that the policies see.
    var callError: CallError { .backendConnectionFailure(self.message, detail: self.detail) }
}
