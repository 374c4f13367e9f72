// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetGateway

extension UpstreamHandler {
    /// Reads the handshake that has ended, well or not.
    func explainHandshake() {
        guard let tap else { return }
        self.tap = nil
        var report = tap.report()
        report.presented = self.pool.certificate?.certificate
        report.presentedCount = report.presented.map { ClientContexts.presented($0).count } ?? 0
        self.handshake = report
        tap.end(noticing: report.mayBeAskedLater ? { [weak self] in self?.renegotiates() } : nil)
    }

    /// The backend begins another handshake, to ask for the certificate that the first did not ask for.
    private func renegotiates() {
        self.handshake?.asked = true
        self.handshake?.isRenegotiated = true
        if let handshake { self.caller?.renegotiated(handshake) }
    }

    func explained(_ error: (any Error)?) -> UpstreamFailure {
        explainHandshake()
        var failure = HandshakeExplanation.failure(error, self.pool.endpoint, self.pool.certificate, self.handshake)
        failure.mayRefuseCertificate =
            self.calls <= 1 && !self.pool.hasAnswered && self.handshake?.asked == true
            && self.pool.certificate != nil && HandshakeExplanation.isClosure(error)
        if self.calls == 0 {
            let outcome = failure.refusesCertificate ? "refused" : "failed"
            self.loop.metrics.countHandshake(self.pool.endpoint, outcome: outcome)
        }
        return failure
    }
}
