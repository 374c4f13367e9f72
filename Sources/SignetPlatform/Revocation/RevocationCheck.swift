// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates

/// Asks the authorities on a path whether they revoked what they issued.
struct RevocationCheck: Sendable {
    let lists: RevocationListStore
    let mode: TrustConfiguration.Revocation

    /// Checks each certificate whose issuer is a trusted authority with a list.
    func check(
        _ path: [CertificateDetails],
        _ authorities: [TrustedSubject.Authority],
        at now: Date
    ) async throws {
        guard self.mode != .off else { return }
        for (certificate, issuer) in zip(path, path.dropFirst()) {
            guard let authority = authorities.first(where: { $0.certificate.der == issuer.der }),
                authority.revocationListAddress != nil || authority.revocationList != nil
            else { continue }
            do {
                let list = try await list(of: authority, now)
                if list.revokes(certificate) { throw TokenRefusal(.certificateRevoked) }
            } catch let failure as RevocationListStore.Failure {
                guard self.mode == .hard else { continue }
                throw TokenRefusal(failure == .unreadable ? .revocationListUnreadable : .revocationListUnreachable)
            }
        }
    }

    private func list(of authority: TrustedSubject.Authority, _ now: Date) async throws -> CertificateRevocationList {
        let list: CertificateRevocationList
        if let given = authority.revocationList {
            list = given
        } else {
            list = try await self.lists.list(at: authority.revocationListAddress ?? "", now: now)
        }
        guard list.speaks(for: authority.certificate, at: now) else { throw RevocationListStore.Failure.unreadable }
        return list
    }
}
