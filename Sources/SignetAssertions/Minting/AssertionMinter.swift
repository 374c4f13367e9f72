// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
public import SignetCertificates
import SignetCore

/// Makes client assertions with one certificate, as Microsoft Entra ID documents them.
///
/// The header is encoded once; an assertion then costs its signature and a few microseconds. Keep the minter as long as
/// the certificate.
///
/// ```swift
/// let minter = try AssertionMinter(certificate: certificate)
/// let assertion = try minter.mint(clientID: clientID, audience: tokenEndpoint, at: now)
/// ```
public struct AssertionMinter: Sendable {
    /// The life that Entra recommends at most.
    public static let defaultLifetime: Duration = .seconds(600)

    /// The certificate whose key signs.
    public let certificate: ClientCertificate
    /// How it signs.
    public let algorithm: AssertionAlgorithm
    private let signer: TokenSigner

    /// Prepares the header.
    ///
    /// - Parameters:
    ///   - certificate: The certificate with its key.
    ///   - algorithm: How to sign.
    ///   - sendsChain: Whether the header carries the certificates (`x5c`, leaf first), for applications that trust a
    ///     subject name and its issuer in place of a thumbprint.
    /// - Throws: ``AssertionError`` with ``AssertionError/Code/unsuitableKey`` where the key is not RSA of 2,048 bits or
    ///   more; its cause says why Entra takes no other.
    public init(
        certificate: ClientCertificate,
        algorithm: AssertionAlgorithm = .ps256,
        sendsChain: Bool = false
    ) throws(AssertionError) {
        do {
            try certificate.requireAssertionKey()
        } catch {
            throw AssertionError(.unsuitableKey, error.message, cause: error)
        }
        guard let key = certificate.privateKey.rsa else {
            throw AssertionError(.unsuitableKey, "Microsoft Entra ID takes RSA keys only; use an RSA certificate")
        }
        var header: JSONObject = ["alg": .string(algorithm.rawValue), "typ": "JWT"]
        switch algorithm {
        case .ps256: header["x5t#S256"] = .string(certificate.sha256Thumbprint.base64URL)
        case .rs256: header["x5t"] = .string(certificate.sha1Thumbprint.base64URL)
        }
        if sendsChain {
            header["x5c"] = .array(certificate.derChain.map { .string(Base64.encode($0)) })
        }
        self.certificate = certificate
        self.algorithm = algorithm
        self.signer = TokenSigner(key: key, algorithm: algorithm.signature, header: header)
    }

    /// Makes a fresh assertion.
    ///
    /// - Parameters:
    ///   - clientID: The client that it speaks for, `iss` and `sub`.
    ///   - audience: The token endpoint of the tenant, `aud`.
    ///   - now: The time, `iat` and `nbf`.
    ///   - lifetime: For how long it is valid; at least a second.
    /// - Returns: The signed assertion.
    /// - Throws: ``AssertionError`` with ``AssertionError/Code/signingFailed`` where the key refuses to sign.
    public func mint(
        clientID: String,
        audience: String,
        at now: Date,
        lifetime: Duration = AssertionMinter.defaultLifetime
    ) throws(AssertionError) -> ClientAssertion {
        let claims = Self.claims(clientID: clientID, audience: audience, now: now, lifetime: lifetime)
        do {
            return ClientAssertion(bytes: try self.signer.signedBytes(claims: claims))
        } catch {
            throw AssertionError(.signingFailed, "the key of the certificate did not sign", cause: error)
        }
    }

    /// Writes the claims straight into bytes: an encoder would cost as much as everything else beside the signature.
    private static func claims(clientID: String, audience: String, now: Date, lifetime: Duration) -> [UInt8] {
        // Within the years that have four digits, so that neither the conversion nor the sum can overflow.
        let seconds = Int64(min(max(now.timeIntervalSince1970, 0), 253_402_300_799))
        let expiry = seconds + min(max(lifetime.components.seconds, 1), 253_402_300_799)
        var text: [UInt8] = []
        text.reserveCapacity(2 * clientID.utf8.count + audience.utf8.count + 160)
        text.append(contentsOf: "{\"aud\":".utf8)
        appendQuoted(audience, to: &text)
        text.append(contentsOf: ",\"iss\":".utf8)
        appendQuoted(clientID, to: &text)
        text.append(contentsOf: ",\"sub\":".utf8)
        appendQuoted(clientID, to: &text)
        text.append(contentsOf: ",\"jti\":\"".utf8)
        text.append(contentsOf: GUID.random().utf8)
        let times = "\",\"nbf\":\(seconds),\"iat\":\(seconds),\"exp\":\(expiry)}"
        text.append(contentsOf: times.utf8)
        return text
    }

    private static func appendQuoted(_ value: String, to text: inout [UInt8]) {
        let isPlain = value.utf8.allSatisfy { byte in
            byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
        }
        guard isPlain else {
            text.append(contentsOf: JSONValue.string(value).serialized)
            return
        }
        text.append(UInt8(ascii: "\""))
        text.append(contentsOf: value.utf8)
        text.append(UInt8(ascii: "\""))
    }
}
