// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// A certificate registered on an application (Microsoft Graph `keyCredential`).
struct KeyCredential: Sendable, Equatable {
    /// The GUID, in lower case.
    let keyID: String
    /// The SHA-1 thumbprint, unless whoever registered the certificate chose something else.
    var customKeyIdentifier: [UInt8]
    var displayName: String?
    /// The validity of the registration; it lies inside the certificate's own.
    var start: Date
    var end: Date
    /// The certificate, DER.
    let certificate: [UInt8]
    var kind = KeyCredentialKind.verification
    /// When it was registered: it takes a while until the whole of a service knows it.
    let registered: Date
    /// Certificate and key as PEM, of a key that signs and was registered just now: they are kept sealed, beside the object.
    var pair: SecretBytes?
}

/// What a registered certificate is for; each `type` goes with one `usage`.
enum KeyCredentialKind: String, Sendable, CaseIterable {
    /// It verifies what the application signs.
    case verification = "AsymmetricX509Cert"
    /// Its key signs in the application's name; of the pair, the certificate is kept.
    case signing = "X509CertAndPassword"

    var usage: String {
        switch self {
        case .verification: "Verify"
        case .signing: "Sign"
        }
    }
}

/// An object with credentials of its own: an application, or its presence in a tenant.
protocol CredentialHolder: Sendable {
    var id: String { get }
    var appID: String { get }
    var keyCredentials: [KeyCredential] { get set }
    var passwordCredentials: [PasswordCredential] { get set }
    /// The object identifiers of its owners.
    var owners: [String] { get set }
    /// The policy for the life of its tokens; `nil` leaves it to the tenant's.
    var tokenLifetimePolicyID: String? { get set }
}

extension Application: CredentialHolder {}

extension ServicePrincipal: CredentialHolder {}

/// A client secret (Microsoft Graph `passwordCredential`); the secret itself is not kept.
struct PasswordCredential: Sendable, Equatable {
    /// The GUID, in lower case.
    let keyID: String
    var displayName: String?
    /// The first three characters, by which people tell secrets apart.
    let hint: String
    let start: Date
    let end: Date
    let digest: SecretDigest
}

/// What is kept of a secret: salt, and SHA-256 of salt and secret.
///
/// One round of SHA-256 is enough because the platform draws every secret itself, with more than 200 random bits: there
/// is no dictionary to try, and a slow hash would only let strangers spend the service's time.
struct SecretDigest: Sendable, Equatable {
    let salt: [UInt8]
    let digest: [UInt8]
}
