// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
package import SignetCore

/// What an assertion says, for people and support tickets: never checked, and without its signature.
///
/// Without the signature it authenticates nobody, so it may be shown.
public struct DecodedAssertion: Sendable {
    /// The members of the header.
    package let header: JSONObject
    /// The claims.
    package let claims: JSONObject

    /// Reads an assertion and drops its signature.
    ///
    /// - Throws: ``AssertionError`` with ``AssertionError/Code/malformed`` where the text is not a JWT.
    public init(_ text: String) throws(AssertionError) {
        do {
            let token = try CompactToken(text, padding: .tolerated)
            self.header = token.header
            self.claims = token.claims
        } catch {
            throw AssertionError(
                .malformed,
                "\(error.reason). An assertion is 'header.claims.signature' in base64url",
                cause: error
            )
        }
    }

    /// Takes a token that was read, and drops its signature.
    package init(_ token: CompactToken) {
        self.header = token.header
        self.claims = token.claims
    }

    /// Takes what is about to be signed.
    init(header: JSONObject, claims: [UInt8]) throws(AssertionError) {
        guard let claims = (try? JSONValue.parse(claims, maximumDepth: 16))?.object else {
            throw AssertionError(.malformed, "the claims are no JSON object")
        }
        self.header = header
        self.claims = claims
    }

    /// The signature algorithm that the header names.
    public var algorithm: String? { self.header["alg"]?.string }
    /// The thumbprint that the header names, in the upper-case hexadecimal form of the portal, or the `kid`.
    public var keyIdentifier: String? { HeaderKeyIdentifier(self.header)?.name }
    /// The recipient.
    public var audience: String? { self.claims["aud"]?.string ?? self.claims["aud"]?.array?.first?.string }
    /// The client that it speaks for.
    public var clientID: String? { self.claims["iss"]?.string }
    /// The time from which it is valid.
    public var notBefore: Date? { self.claims["nbf"].flatMap(NumericDate.parse) }
    /// The time until which it is valid.
    public var expiresOn: Date? { self.claims["exp"].flatMap(NumericDate.parse) }

    /// The header as indented JSON.
    public var headerText: String { JSONValue.object(self.header).formatted }
    /// The claims as indented JSON.
    public var claimsText: String { JSONValue.object(self.claims).formatted }
}

extension DecodedAssertion: CustomStringConvertible {
    /// Header and claims as indented JSON, one after the other.
    public var description: String { self.headerText + "\n" + self.claimsText }
}
