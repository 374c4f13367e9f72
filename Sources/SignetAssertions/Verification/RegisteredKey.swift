// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
public import SignetCertificates
import SignetCore
import SwiftASN1
import X509

/// A certificate that is registered on an application (`keyCredential`), ready to verify assertions.
///
/// Making one parses the certificate; keep it as long as the registration stands.
public struct RegisteredKey: Sendable {
    /// The registration's identifier (`keyId`).
    public let keyID: String
    /// The certificate.
    public let certificateDER: [UInt8]
    /// The certificate's SHA-1 thumbprint, `x5t`.
    public let sha1Thumbprint: Thumbprint
    /// The certificate's SHA-256 thumbprint, `x5t#S256`.
    public let sha256Thumbprint: Thumbprint
    /// From when the registration may be used (`startDateTime`).
    public let notBefore: Date
    /// Until when the registration may be used (`endDateTime`).
    public let notAfter: Date
    /// The certificate's own validity.
    package let certificateValidity: ClosedRange<Date>
    /// The certificate's key with the algorithms it may be used with.
    package let publicKey: VerificationKey

    /// Reads the certificate.
    ///
    /// - Parameters:
    ///   - keyID: The registration's identifier.
    ///   - certificateDER: The certificate.
    ///   - notBefore: From when the registration may be used; the certificate's own time where nothing is said.
    ///   - notAfter: Until when the registration may be used; the certificate's own time where nothing is said.
    /// - Throws: ``AssertionError`` with ``AssertionError/Code/malformed`` where the bytes are not a certificate.
    public init(
        keyID: String,
        certificateDER: [UInt8],
        notBefore: Date? = nil,
        notAfter: Date? = nil
    ) throws(AssertionError) {
        let certificate: Certificate
        do {
            certificate = try Certificate(derEncoded: certificateDER)
        } catch {
            throw AssertionError(.malformed, "the bytes are not an X.509 certificate in DER", cause: error)
        }
        self.keyID = keyID
        self.certificateDER = certificateDER
        self.sha1Thumbprint = .sha1(ofDER: certificateDER)
        self.sha256Thumbprint = .sha256(ofDER: certificateDER)
        let end = max(certificate.notValidBefore, certificate.notValidAfter)
        self.certificateValidity = certificate.notValidBefore...end
        self.notBefore = notBefore ?? certificate.notValidBefore
        self.notAfter = notAfter ?? certificate.notValidAfter
        self.publicKey = VerificationKey(certificate.publicKey)
    }

    /// Whether the header of an assertion means this key: every thumbprint that is given must agree; `kid` counts alone.
    ///
    /// A `kid` may be the registration's identifier or the SHA-1 thumbprint in hexadecimal or base64url.
    package func isMeant(by identifier: HeaderKeyIdentifier) -> Bool {
        if identifier.sha1 == nil, identifier.sha256 == nil, let keyID = identifier.keyID {
            let name = keyID.lowercased()
            return name == self.keyID.lowercased() || name == self.sha1Thumbprint.hexadecimal.lowercased()
                || keyID == self.sha1Thumbprint.base64URL
        }
        return (identifier.sha1.map { $0 == self.sha1Thumbprint.bytes } ?? true)
            && (identifier.sha256.map { $0 == self.sha256Thumbprint.bytes } ?? true)
    }
}
