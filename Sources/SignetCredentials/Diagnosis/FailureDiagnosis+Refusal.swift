// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore

extension FailureDiagnosis {
    /// Finds the cause of an error.
    static func of(_ error: any Error, _ context: FailureContext) -> FailureDiagnosis {
        guard let error = error as? CredentialError else {
            return error is CancellationError
                ? FailureDiagnosis(cause: .other, explanation: "The request was cancelled.", remedy: "Ask again.")
                : FailureDiagnosis(
                    cause: .other,
                    explanation: "The error is none of a credential: \(type(of: error)).",
                    remedy: "Look at the error itself."
                )
        }
        if let fault = certificateFault(error) { return fault }
        if let refusal = error.refusal, let known = of(refusal, context) { return known }
        let cause: Cause =
            switch error.code {
            case .serviceUnavailable, .unexpectedReply: .service
            default: .other
            }
        return FailureDiagnosis(
            cause: cause,
            explanation: error.message.hasSuffix(".") ? error.message : error.message + ".",
            remedy: "See \(error.troubleshooting)."
        )
    }

    private static func of(_ refusal: TokenServiceRefusal, _ context: FailureContext) -> FailureDiagnosis? {
        for code in refusal.aadstsCodes {
            if let known = unregistered(code, refusal, context) ?? clock(code, refusal, context) { return known }
            guard let cause = self.causes[code] else { continue }
            let subject = self.aboutCertificate.contains(cause) ? " It refused \(context.certificateText)." : ""
            let client = cause == .client ? " The client ID is \(context.clientID)." : ""
            return FailureDiagnosis(
                cause: cause,
                explanation:
                    "The token service says AADSTS\(code)\(self.words[cause].map { ": \($0)" } ?? "").\(subject)\(client)",
                remedy: Remedy.text(for: code) ?? "Look the number up in Microsoft's list of error codes."
            )
        }
        return nil
    }

    /// 700027 has three reasons, and its text says which.
    private static func unregistered(
        _ code: Int,
        _ refusal: TokenServiceRefusal,
        _ context: FailureContext
    ) -> FailureDiagnosis? {
        guard code == 700_027 else { return nil }
        let text = refusal.errorDescription ?? ""
        if text.contains("key used is expired") {
            return FailureDiagnosis(
                cause: .registrationEnded,
                explanation:
                    "\(context.certificateText.capitalizedFirst) is registered, but its registration has ended or not begun.",
                remedy:
                    "Upload the certificate anew, or renew it: the dates of the registration count, not those of the file."
            )
        }
        if text.contains("signature value did not match") || text.contains("verify the signature failed") {
            return FailureDiagnosis(
                cause: .signature,
                explanation:
                    "The thumbprint of \(context.certificateText) is registered, but the signature is not of its key.",
                remedy:
                    "Check that nothing between here and the service changes the assertion, and upload the certificate anew."
            )
        }
        return unknown(used: thumbprint(in: text), context)
    }

    /// The application has no such key, as far as the service knows.
    private static func unknown(used: Thumbprint?, _ context: FailureContext) -> FailureDiagnosis {
        if let used, let current = context.certificate, used != current.sha1Thumbprint,
            used != current.sha256Thumbprint
        {
            return FailureDiagnosis(
                cause: .certificateNotRegistered,
                explanation:
                    "The refused assertion was signed with \(used), and in use is \(current.sha1Thumbprint) by now.",
                remedy: "Ask again; if it is refused too, upload the one in use."
            )
        }
        if let novelty = context.novelty {
            return FailureDiagnosis(
                cause: .certificateNotPropagated,
                explanation: "The token service does not know \(context.certificateText) yet; \(novelty).",
                remedy: """
                    If it was uploaded, wait some minutes until every server knows it, with the certificate before still in use; if not, \
                    upload it to application \(context.clientID).
                    """
            )
        }
        return FailureDiagnosis(
            cause: .certificateNotRegistered,
            explanation:
                "Application \(context.clientID) has no certificate with the thumbprint of \(context.certificateText).",
            remedy: """
                Compare the thumbprint with the list under 'Certificates & secrets' of the app registration, and upload the public part of \
                this certificate; check that tenant and client ID are those of that registration.
                """
        )
    }

    private static func clock(
        _ code: Int,
        _ refusal: TokenServiceRefusal,
        _ context: FailureContext
    ) -> FailureDiagnosis? {
        guard code == 700_024 else { return nil }
        let service = refusal.errorDescription.flatMap(currentTime)
        guard let service else {
            return FailureDiagnosis(
                cause: .clock,
                explanation:
                    "The token service found the assertion outside its time; here it is \(Timestamp.iso8601(context.now)).",
                remedy: "Check the clock of this machine (NTP)."
            )
        }
        let offset = Int(nearest: min(max(context.now.timeIntervalSince(service), -1e9), 1e9))
        if abs(offset) <= 300 {
            return FailureDiagnosis(
                cause: .clock,
                explanation:
                    "Both clocks agree within \(abs(offset)) seconds, so the assertion was old when it arrived.",
                remedy:
                    "If a closure makes it, make a fresh one for each call; else look for a proxy that holds requests back."
            )
        }
        return FailureDiagnosis(
            cause: .clock,
            explanation:
                "This machine's clock is \(abs(offset)) seconds \(offset > 0 ? "ahead of" : "behind") the token service's.",
            remedy: "Set the clock of this machine (NTP)."
        )
    }
}
