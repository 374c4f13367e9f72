// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The parts of the token service, put together once.
struct TokenServiceParts: Sendable {
    let tenants: TenantDirectory
    let registry: ClientRegistry
    let clients: ClientLookup
    let proof: ClientProof
    let ledger: GrantLedger
    let tokens: PersonTokens
    let signIn: PasswordSignIn
    let keys: SigningKeyRing

    /// Puts the parts together for a service that is reached under `origins`, the first being its own.
    init(_ foundation: PlatformFoundation, _ registry: ClientRegistry, origins: [String]) {
        let origin = origins.first ?? ""
        let profile = foundation.profile
        self.tenants = foundation.tenants
        self.registry = registry
        self.keys = foundation.keys
        self.clients = ClientLookup(tenants: foundation.tenants, registry: registry)
        self.ledger = GrantLedger(storage: foundation.store.storage)
        self.proof = ClientProof(
            audiences: TenantAudiences(origins: origins, profile: profile),
            ledger: self.ledger,
            profile: profile,
            authenticator: Self.authenticator(foundation, origin)
        )
        self.tokens = PersonTokens(
            registry: registry,
            consents: ConsentLedger(store: foundation.store),
            people: PersonRules(store: foundation.store),
            groups: GroupRules(store: foundation.store, origin: origin),
            issuer: AccessTokenIssuer(origin: origin, keys: foundation.keys),
            idTokens: IDTokenIssuer(origin: origin, keys: foundation.keys),
            seal: foundation.seal,
            lifetimes: TokenLifetimes(limits: profile.lifetimes),
            profile: profile
        )
        self.signIn = foundation.passwords
    }

    private static func authenticator(_ foundation: PlatformFoundation, _ origin: String) -> ClientAuthenticator {
        let keys = foundation.keys
        return ClientAuthenticator(
            federation: FederatedAuthenticator(issuerKeys: foundation.trust.issuerKeys) { issuer, identifier in
                // The platform's own tokens, as a managed identity's, need no request to itself.
                if let key = keys.key(identifier), Self.isOwn(issuer, origin) { return [key.verificationKey] }
                return issuer.hasPrefix(origin + "/") ? [] : nil
            },
            revocation: foundation.trust.revocation
        )
    }

    private static func isOwn(_ issuer: String, _ origin: String) -> Bool {
        issuer.hasPrefix(origin + "/") || issuer.hasPrefix("https://sts.windows.net/")
    }

    func tokenEndpoint(offersMutualTLS: Bool) -> TokenEndpoint {
        TokenEndpoint(
            tenants: self.tenants,
            clients: self.clients,
            proof: self.proof,
            clientCredentials: ClientCredentialsGrant(
                registry: self.registry,
                issuer: self.tokens.issuer,
                lifetimes: self.tokens.lifetimes,
                groups: self.tokens.groups,
                profile: self.tokens.profile
            ),
            onBehalfOf: OnBehalfOfGrant(tokens: self.tokens, keys: self.keys, proof: self.proof),
            refreshToken: RefreshTokenGrant(tokens: self.tokens, ledger: self.ledger, proof: self.proof),
            authorizationCode: AuthorizationCodeGrant(tokens: self.tokens, ledger: self.ledger, proof: self.proof),
            password: PasswordGrant(tokens: self.tokens, proof: self.proof, signIn: self.signIn),
            deviceCode: DeviceCodeGrant(
                tokens: self.tokens,
                devices: DeviceStore(storage: self.ledger.storage),
                proof: self.proof
            ),
            profile: self.tokens.profile,
            offersMutualTLS: offersMutualTLS
        )
    }
}
