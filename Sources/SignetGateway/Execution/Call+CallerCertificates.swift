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
    /// What is wrong with a caller's certificate.
    private struct CertificateFault {
        let reason: String
        let message: String

        static let absent = CertificateFault("NotFound", "is missing.")
        static let early = CertificateFault("NotYetValid", "is not yet valid.")
        static let expired = CertificateFault("Expired", "has expired.")
        static let untrusted = CertificateFault("NotTrusted", "is not trusted.")
        static let revoked = CertificateFault("Revoked", "is revoked.")
        static let unknownRevocation = CertificateFault("RevocationUnknown", "has an unknown revocation status.")
        static let stranger = CertificateFault("IdentityNotMatched", "does not match any of the identities.")

        private init(_ reason: String, _ rest: String) {
            self.reason = "ClientCertificate\(reason)"
            self.message = "Client certificate \(rest)"
        }
    }

    /// Lets the call on if its caller has presented a certificate that is as it must be, or says what must be waited for.
    func validate(_ validation: ValidateClientCertificate, _ step: PlanStep) throws(CallError) -> CallStep? {
        guard let certificate = self.state.caller.certificate else { return try refuse(validation, .absent, step) }
        let now = self.environment.clock.now
        if validation.validatesNotBefore, certificate.notBefore > now { return try refuse(validation, .early, step) }
        if validation.validatesNotAfter, certificate.notAfter < now { return try refuse(validation, .expired, step) }
        if validation.validatesTrust || validation.validatesRevocation {
            // Trust includes validity: where the dates are not looked at, the chain is judged at a time at which they are right.
            let moment = min(max(now, certificate.notBefore), certificate.notAfter)
            let path = certificate.trustPath(to: self.state.configuration.authorities, at: moment)
            if validation.validatesTrust, path == nil { return try refuse(validation, .untrusted, step) }
            if validation.validatesRevocation {
                switch revocation(of: certificate, path) {
                case .good: break
                case .revoked: return try refuse(validation, .revoked, step)
                case .unknown: return try refuse(validation, .unknownRevocation, step)
                case .unasked(let questions): return wait(for: .revocation(questions), step)
                }
            }
        }
        guard !validation.identities.isEmpty else { return nil }
        for identity in validation.identities where try agrees(identity, certificate, step) { return nil }
        return try refuse(validation, .stranger, step)
    }

    private enum Revocation {
        case good
        case revoked
        case unknown
        case unasked([RevocationQuestion])
    }

    /// What the authorities on the path say, or those that must be asked.
    private func revocation(of certificate: PublicCertificate, _ path: [CertificateDetails]?) -> Revocation {
        let wasAsked = self.provided != nil
        self.provided = nil
        // Who is not trusted names addresses that are not called.
        guard let path else { return RevocationSources(certificate.details).isEmpty ? .good : .unknown }
        var unasked: [RevocationQuestion] = []
        for question in RevocationQuestion.all(path) {
            switch self.services.revocation.known(question) {
            case .good?: continue
            case .revoked?: return .revoked
            case .unknown?: return .unknown
            case nil: unasked.append(question)
            }
        }
        guard !unasked.isEmpty else { return .good }
        return wasAsked ? .unknown : .unasked(unasked)
    }

    private func refuse(
        _ validation: ValidateClientCertificate,
        _ fault: CertificateFault,
        _ step: PlanStep
    ) throws(CallError) -> CallStep? {
        guard !validation.ignoresErrors else { return nil }
        var error = CallError(at: step, reason: fault.reason, message: fault.message)
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
            (identity.subject, { CertificateNames.areEqual($0, details.frameworkSubject, details.subject) }),
            (identity.dnsName, { names.dnsNames.contains($0.lowercased()) }),
            (identity.issuerSubject, { CertificateNames.areEqual($0, details.frameworkIssuer, details.issuer) }),
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
