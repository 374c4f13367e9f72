// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import SignetCore

/// The digest of a certificate's DER form by which Entra, Windows and API Management name it.
///
/// SHA-1 gives the 20 bytes of `x5t` and of what the Azure portal shows; SHA-256 gives the 32 bytes of `x5t#S256`.
public struct Thumbprint: Hashable, Sendable, CustomStringConvertible {
    /// The 20 or 32 bytes of the digest.
    public let bytes: [UInt8]

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The SHA-1 thumbprint of a certificate in DER.
    public static func sha1(ofDER certificate: some Collection<UInt8>) -> Thumbprint {
        Thumbprint(Array(Insecure.SHA1.hash(data: Array(certificate))))
    }

    /// The SHA-256 thumbprint of a certificate in DER.
    public static func sha256(ofDER certificate: some Collection<UInt8>) -> Thumbprint {
        Thumbprint(Array(SHA256.hash(data: Array(certificate))))
    }

    /// Reads 40 or 64 hexadecimal digits as people paste them.
    ///
    /// Either case, with spaces, colons or dashes between, and with the invisible marks that the Windows certificate
    /// dialog puts in front.
    ///
    /// - Returns: `nil` where anything else is in the text or the number of digits is another.
    public init?(hexadecimal text: String) {
        let digits = text.unicodeScalars.filter { !Self.isFiller($0) }
        guard let bytes = Hexadecimal.decode(String(String.UnicodeScalarView(digits))) else { return nil }
        self.init(digest: bytes)
    }

    /// Reads the form that `x5t` and `x5t#S256` have in a header.
    ///
    /// - Returns: `nil` where the text is not canonical base64url of 20 or 32 bytes.
    public init?(base64URL text: String) {
        guard let bytes = Base64URL.decode(text) else { return nil }
        self.init(digest: bytes)
    }

    /// Takes a digest of 20 or 32 bytes.
    ///
    /// - Returns: `nil` for any other length.
    public init?(digest bytes: [UInt8]) {
        guard bytes.count == Insecure.SHA1.byteCount || bytes.count == SHA256.byteCount else { return nil }
        self.init(bytes)
    }

    /// Upper-case hexadecimal, the form of the Azure portal and of `authentication-certificate`.
    public var hexadecimal: String { Hexadecimal.encode(self.bytes) }

    /// Standard base64 with padding, the form of Graph's `customKeyIdentifier` and of MSAL's older releases.
    public var base64: String { Base64.encode(self.bytes) }

    /// Unpadded base64url, the form of `x5t` and `x5t#S256`.
    public var base64URL: String { Base64URL.encode(self.bytes) }

    /// The hexadecimal form.
    public var description: String { self.hexadecimal }

    /// Whether a certificate in DER has this thumbprint, by the digest that its length implies.
    package func matches(der certificate: some Collection<UInt8>) -> Bool {
        let other =
            self.bytes.count == SHA256.byteCount
            ? Thumbprint.sha256(ofDER: certificate) : Thumbprint.sha1(ofDER: certificate)
        return self == other
    }

    private static func isFiller(_ scalar: Unicode.Scalar) -> Bool {
        scalar == ":" || scalar == "-" || scalar.properties.isWhitespace || scalar.properties.generalCategory == .format
    }
}
