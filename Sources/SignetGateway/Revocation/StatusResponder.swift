// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SwiftASN1
@_spi(FixedExpiryValidationTime) import X509

/// Asks the responders of a path for the status of its certificates (OCSP, RFC 6960).
struct StatusResponder: OCSPRequester {
    private struct Silent: Error {}

    let outgoing: any OutgoingCalls

    /// The status of a certificate and of those between it and the authority.
    func status(_ question: RevocationQuestion, at now: Date) async -> RevocationStatus {
        let path = question.issuers.compactMap { try? Certificate(derEncoded: $0.der) }
        guard path.count == question.issuers.count, let authority = path.last,
            let certificate = try? Certificate(derEncoded: question.certificate.der)
        else { return .unknown }
        // Expired certificates get here only where a policy does not mind.
        let moment = min(max(now, certificate.notValidBefore), certificate.notValidAfter)
        var verifier = Verifier(rootCertificates: X509.CertificateStore([authority])) {
            RFC5280Policy(fixedExpiryValidationTime: moment)
            OCSPVerifierPolicy(failureMode: .hard, requester: self, fixedExpiryValidationTime: now)
        }
        let result = await verifier.validate(leaf: certificate, intermediates: X509.CertificateStore(path.dropLast()))
        switch result {
        case .validCertificate: return .good
        case .couldNotValidate(let failures):
            // The library tells a revocation from an answer that could not be had in words only.
            let reasons = failures.map { String(describing: $0.policyFailureReason) }
            return reasons.contains { $0.contains("revoked through OCSP") } ? .revoked : .unknown
        }
    }

    func query(request: [UInt8], uri: String) async -> OCSPRequesterQueryResult {
        do {
            var query = try OutgoingRequest(method: "POST", url: uri)
            query.fields = [("Content-Type", "application/ocsp-request"), ("Accept", "application/ocsp-response")]
            query.body = request
            query.timeoutMilliseconds = 10_000
            let response = try await self.outgoing.send(query)
            // A responder that cannot be asked must not let anybody through.
            return response.status == 200 ? .response(response.body) : .terminalError(Silent())
        } catch {
            return .terminalError(error)
        }
    }
}
