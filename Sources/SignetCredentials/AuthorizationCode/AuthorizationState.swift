// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Where one user's sign-in stands: the code before it is redeemed, the refresh token after.
///
/// A value without network: its owner does what it answers. `Redemption` is whatever brings the first token.
struct AuthorizationState<Redemption> {
    private enum Phase {
        case signedOut
        case code(AuthorizationCode)
        case redeeming(AuthorizationCode, Redemption)
        case signedIn(refreshToken: SecretBytes)
    }

    /// What brings the next token.
    enum Step {
        /// The code, which the caller redeems and nobody else.
        case redeem(Redemption)
        /// Somebody redeems the code: wait for it and ask again.
        case wait(Redemption)
        case refresh(SecretBytes)
        /// Nothing: the user must sign in again.
        case nothing
    }

    private var phase: Phase
    private(set) var account: UserAccount?
    /// Whether it was ended here, and not by the service.
    private(set) var wasSignedOut = false

    init(_ code: AuthorizationCode) {
        self.phase = .code(code)
    }

    /// Decides what to do for a token.
    mutating func next(redeeming make: (AuthorizationCode) -> Redemption) -> Step {
        switch self.phase {
        case .signedOut: return .nothing
        case .code(let code):
            let redemption = make(code)
            self.phase = .redeeming(code, redemption)
            return .redeem(redemption)
        case .redeeming(_, let redemption): return .wait(redemption)
        case .signedIn(let token): return .refresh(token)
        }
    }

    /// The code brought tokens.
    mutating func redeemed(refreshToken: SecretBytes?, account: UserAccount?) {
        guard !self.wasSignedOut else { return }
        self.account = account
        self.phase = refreshToken.map { .signedIn(refreshToken: $0) } ?? .signedOut
    }

    /// The code brought none; it is kept unless it is spent.
    mutating func redemptionFailed(isSpent: Bool) {
        guard case .redeeming(let code, _) = self.phase else { return }
        self.phase = isSpent ? .signedOut : .code(code)
    }

    /// A refresh token brought its successor.
    mutating func rotate(to next: SecretBytes) {
        guard case .signedIn = self.phase else { return }
        self.phase = .signedIn(refreshToken: next)
    }

    /// A refresh token is good for nothing; a newer one stays.
    mutating func evict(_ token: SecretBytes) {
        guard case .signedIn(let current) = self.phase, current == token else { return }
        self.phase = .signedOut
    }

    /// Forgets code and refresh token.
    ///
    /// - Returns: A redemption that is under way.
    mutating func signOut() -> Redemption? {
        self.wasSignedOut = true
        defer { self.phase = .signedOut }
        guard case .redeeming(_, let redemption) = self.phase else { return nil }
        return redemption
    }
}
