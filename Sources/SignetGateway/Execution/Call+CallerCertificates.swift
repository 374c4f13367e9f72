// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore
import SignetExpressions
import SignetPolicies

// `validate-client-certificate`.

extension Call {
    /// Lets the call on if its caller has presented a certificate that is as it must be.
    func validate(_ validation: ValidateClientCertificate, _ step: PlanStep) throws(CallError) {
        guard let certificate = self.state.caller.certificate else {
            return try refuse(validation, "ClientCertificateNotFound", "Client certificate is missing.", step)
        }
        let now = self.environment.clock.now
        if validation.validatesNotBefore, certificate.notBefore > now {
            return try refuse(validation, "ClientCertificateNotYetValid", "Client certificate is not yet valid.", step)
        }
        if validation.validatesNotAfter, certificate.notAfter < now {
            return try refuse(validation, "ClientCertificateExpired", "Client certificate has expired.", step)
        }
        // Trust includes validity: where the dates are not looked at, the chain is judged at a time at which they are right.
        let moment = min(max(now, certificate.notBefore), certificate.notAfter)
        if validation.validatesTrust, !certificate.isTrusted(by: self.state.configuration.authorities, at: moment) {
            return try refuse(validation, "ClientCertificateNotTrusted", "Client certificate is not trusted.", step)
        }
        // Lists and services of revocation are not asked: who names one is not let through unasked.
        if validation.validatesRevocation, CertificateNames(certificate.details).namesRevocation {
            let message = "The revocation status of the client certificate is unknown."
            return try refuse(validation, "ClientCertificateRevocationUnknown", message, step)
        }
        guard !validation.identities.isEmpty else { return }
        for identity in validation.identities where try agrees(identity, certificate, step) { return }
        try refuse(
            validation,
            "ClientCertificateIdentityNotMatched",
            "Client certificate does not match any of the identities.",
            step
        )
    }

    private func refuse(
        _ validation: ValidateClientCertificate,
        _ reason: String,
        _ message: String,
        _ step: PlanStep
    ) throws(CallError) {
        guard !validation.ignoresErrors else { return }
        var error = CallError(at: step, reason: reason, message: message)
        error.status = 401
        error.answer = "Invalid client certificate"
        throw error
    }

    /// Whether a certificate is what an identity says, in everything that it says.
    private func agrees(
        _ identity: ValidateClientCertificate.Identity,
        _ certificate: PublicCertificate,
        _ step: PlanStep
    ) throws(CallError) -> Bool {
        let details = certificate.details
        let names = CertificateNames(details)
        let issuers = issuerThumbprints(of: certificate)
        let checks: [(PolicyValue?, (String) -> Bool)] = [
            (identity.thumbprint, { Thumbprint(hexadecimal: $0).map { $0 == certificate.sha1Thumbprint } ?? false }),
            (identity.serialNumber, { CertificateNames.digits($0) == CertificateNames.digits(details.serialNumber) }),
            (identity.commonName, { names.commonName?.lowercased() == $0.lowercased() }),
            (identity.subject, { CertificateNames.normal($0) == CertificateNames.normal(details.subject) }),
            (identity.dnsName, { names.dnsNames.contains($0.lowercased()) }),
            (identity.issuerSubject, { CertificateNames.normal($0) == CertificateNames.normal(details.issuer) }),
            (identity.issuerThumbprint, { Thumbprint(hexadecimal: $0).map(issuers.contains) ?? false }),
        ]
        for (value, matches) in checks {
            guard let value else { continue }
            guard matches(try text(value, step).trimmingSpaces) else { return false }
        }
        guard let id = identity.issuerCertificateID else { return true }
        let space = self.state.plan?.api.space ?? .service
        let known = self.state.configuration.certificates.entry(id: try text(id, step), in: space)
        return known.map { issuers.contains($0.version.certificate.sha1Thumbprint) } ?? false
    }

    /// The certificates that have signed the caller's: those that it sent along, and those of the configuration.
    private func issuerThumbprints(of certificate: PublicCertificate) -> [Thumbprint] {
        let stored = self.state.configuration.certificates.current.map(\.certificate.details)
        let authorities = self.state.configuration.authorities.compactMap { try? CertificateDetails(der: $0) }
        let sent = certificate.derChain.compactMap { try? CertificateDetails(der: $0) }
        return (sent + authorities + stored).filter { certificate.details.isSigned(by: $0) }.map(\.sha1Thumbprint)
    }
}
