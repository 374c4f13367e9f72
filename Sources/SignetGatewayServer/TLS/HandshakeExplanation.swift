// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOSSL
import SignetCertificates
import SignetGateway

/// Says in words what went wrong between the gateway and a backend, and what the gateway had presented.
enum HandshakeExplanation {
    /// The alerts and reasons of TLS, with what they mean for the operator.
    private static let meanings: [(mark: String, message: String, hint: String)] = [
        (
            "CERTIFICATE_VERIFY_FAILED",
            "The underlying connection was closed: "
                + "Could not establish trust relationship for the SSL/TLS secure channel.",
            "The backend's certificate is not trusted: give its authority with --ca, or switch the check off with "
                + "tls.validateCertificateChain in the backend entity."
        ),
        (
            "CERTIFICATE_REQUIRED", "The backend requires a client certificate.",
            "It asked for a client certificate and got none that it takes."
        ),
        (
            "ALERT_UNKNOWN_CA", "The backend does not trust the issuer of the client certificate.",
            "Its list of authorities must hold the issuer, and the chain must lead there."
        ),
        (
            "ALERT_BAD_CERTIFICATE", "The backend refused the client certificate.",
            "It calls the certificate bad: it may be for another purpose, or its chain incomplete."
        ),
        (
            "ALERT_CERTIFICATE_EXPIRED", "The backend refused the client certificate: it has expired.",
            "Replace the certificate's file, or correct the clock of one side."
        ),
        (
            "ALERT_CERTIFICATE_REVOKED", "The backend refused the client certificate: it was revoked.",
            "Replace the certificate."
        ),
        (
            "ALERT_UNSUPPORTED_CERTIFICATE", "The backend does not support the kind of the client certificate.",
            "It may not take this kind of key, or the certificate lacks the usage clientAuth."
        ),
        (
            "ALERT_CERTIFICATE_UNKNOWN", "The backend refused the client certificate.",
            "It does not say why; its own log does."
        ),
        (
            "ALERT_DECRYPT_ERROR", "The backend refused the proof that the gateway has the certificate's key.",
            "The key may not belong to the certificate, or its signature algorithm may be unknown to the backend."
        ),
        (
            "ALERT_HANDSHAKE_FAILURE", "The backend refused the handshake.",
            "No cipher or signature algorithm in common, or a client certificate is required and none was presented."
        ),
        (
            "ALERT_ACCESS_DENIED", "The backend refused the client certificate: access denied.",
            "The certificate is valid, but not one that the backend lets in."
        ),
        (
            "ALERT_PROTOCOL_VERSION", "The backend does not speak TLS 1.2 or later.",
            "Signet does not offer older versions."
        ),
        (
            "NO_RENEGOTIATION", "The backend asked for a second handshake.",
            "So backends ask for a client certificate once they have seen the request: give the call one with "
                + "authentication-certificate. A connection takes part in one such handshake."
        ),
        (
            "WRONG_VERSION_NUMBER", "The backend does not speak TLS on this port.",
            "The URL says https; the port may be one for plain HTTP."
        ),
    ]

    /// The alerts with which a backend says that it does not take a client certificate.
    private static let refusals: Set<String> = [
        "ALERT_UNKNOWN_CA", "ALERT_BAD_CERTIFICATE", "ALERT_CERTIFICATE_EXPIRED", "ALERT_CERTIFICATE_REVOKED",
        "ALERT_CERTIFICATE_UNKNOWN", "ALERT_UNSUPPORTED_CERTIFICATE", "ALERT_HANDSHAKE_FAILURE", "ALERT_ACCESS_DENIED",
        "ALERT_DECRYPT_ERROR",
    ]

    /// Whether an error says no more than that the other side has closed the connection.
    static func isClosure(_ error: (any Error)?) -> Bool {
        switch error {
        case nil: true
        case is IOError: true
        case NIOSSLError.uncleanShutdown?: true
        case NIOSSLError.handshakeFailed(.sslError([.eofDuringHandshake]))?: true
        default: false
        }
    }

    /// The failure of a connection that was being made or had not answered yet.
    static func failure(
        _ error: (any Error)?,
        _ endpoint: Endpoint,
        _ certificate: CertificateVersion?,
        _ report: HandshakeReport? = nil
    ) -> UpstreamFailure {
        let text = error.map { "\($0)" } ?? "the connection was closed"
        let place = "\(endpoint.host):\(endpoint.port)"
        let presented = report?.text ?? presented(endpoint, certificate)
        if let known = self.meanings.first(where: { text.uppercased().contains($0.mark) }) {
            return UpstreamFailure(
                message: known.message,
                detail: "\(place): \(known.hint) \(presented) (\(text))",
                refusesCertificate: certificate != nil && Self.refusals.contains(known.mark),
                handshake: report
            )
        }
        if let error = error as? NIOSSLExtraError, error == .failedToValidateHostname {
            return UpstreamFailure(
                message: "The underlying connection was closed: "
                    + "Could not establish trust relationship for the SSL/TLS secure channel.",
                detail: "\(place): the backend's certificate is for another name; correct the URL, or switch the check "
                    + "off with tls.validateCertificateName in the backend entity. \(presented) (\(text))",
                handshake: report
            )
        }
        let message =
            endpoint.isTLS && error is NIOSSLError
            ? "The SSL connection could not be established." : "Unable to connect to the remote server."
        return UpstreamFailure(message: message, detail: "\(place): \(text). \(presented)", handshake: report)
    }

    /// What the gateway had presented.
    private static func presented(_ endpoint: Endpoint, _ certificate: CertificateVersion?) -> String {
        guard endpoint.isTLS else { return "The connection was not encrypted." }
        guard let certificate = certificate?.certificate else { return "No client certificate was presented." }
        let count = ClientContexts.presented(certificate).count
        return "Presented: \(certificate.details.subject), thumbprint \(certificate.sha1Thumbprint.hexadecimal), "
            + "\(count) certificate\(count == 1 ? "" : "s") in the chain."
    }
}
