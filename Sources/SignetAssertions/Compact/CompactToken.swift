// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import SignetCore

/// Why a text is not a compact JWS whose payload is a set of claims.
package struct CompactTokenError: Error, Equatable, CustomStringConvertible {
    /// What is wrong, without any part of the token but names.
    package let reason: String

    package var description: String { "not a JWT: \(self.reason)" }
}

/// The three parts of a compact JWS (RFC 7515 §7.1) that carries claims (RFC 7519): read, and not verified.
///
/// Nothing in it may be believed before its signature was checked with ``VerificationKey``. Reading is strict: canonical
/// base64url, JSON objects without repeated names, no critical header parameter (this code understands none, and RFC
/// 7515 §4.1.11 then asks for refusal).
package struct CompactToken: Sendable {
    /// Whether `=` may stand at the end of a segment.
    package enum Padding: Sendable {
        /// RFC 7515: never.
        case refused
        /// The asynchronous credentials of azure-identity for Python pad claims and signature; Entra takes them.
        case tolerated
    }

    /// The largest number of bytes that a token may have by default.
    package static let defaultSizeLimit = 16 * 1_024

    /// The members of the header.
    package let header: JSONObject
    /// The members of the payload.
    package let claims: JSONObject
    /// The bytes over which the signature is made: the first two segments as they were written.
    package let signingInput: [UInt8]
    /// The signature.
    package let signature: [UInt8]

    /// Reads a token.
    ///
    /// - Parameters:
    ///   - text: The token, without white space.
    ///   - padding: Whether segments may be padded.
    ///   - sizeLimit: The largest number of bytes that is looked at.
    /// - Throws: ``CompactTokenError`` for anything that is not such a token.
    package init(
        _ text: String,
        padding: Padding = .refused,
        sizeLimit: Int = CompactToken.defaultSizeLimit
    ) throws(CompactTokenError) {
        guard text.utf8.count <= sizeLimit else {
            throw CompactTokenError(reason: "it is longer than \(sizeLimit) bytes")
        }
        let bytes = Array(text.utf8)
        let point = UInt8(ascii: ".")
        guard let first = bytes.position(of: point, from: 0), let second = bytes.position(of: point, from: first + 1),
            bytes.position(of: point, from: second + 1) == nil
        else {
            throw CompactTokenError(reason: "it should have three segments separated by points")
        }
        self.header = try Self.object(bytes[..<first], "header", padding)
        self.claims = try Self.object(bytes[(first + 1)..<second], "payload", padding)
        self.signature = try Self.decode(bytes[(second + 1)...], "signature", padding)
        self.signingInput = Array(bytes[..<second])
        guard self.header["crit"] == nil else {
            throw CompactTokenError(reason: "the header demands extensions ('crit') that are not supported")
        }
    }

    private static func object(
        _ segment: ArraySlice<UInt8>,
        _ name: String,
        _ padding: Padding
    ) throws(CompactTokenError) -> JSONObject {
        let bytes = try decode(segment, name, padding)
        do {
            guard let object = try JSONValue.parse(bytes, maximumDepth: 16).object else {
                throw CompactTokenError(reason: "the \(name) is not a JSON object")
            }
            return object
        } catch let error as JSONError {
            throw CompactTokenError(reason: "the \(name) is \(error)")
        } catch {
            throw CompactTokenError(reason: "the \(name) is not a JSON object")
        }
    }

    private static func decode(
        _ segment: ArraySlice<UInt8>,
        _ name: String,
        _ padding: Padding
    ) throws(CompactTokenError) -> [UInt8] {
        var unpadded = segment
        if padding == .tolerated, segment.count % 4 == 0 {
            for _ in 0..<2 where unpadded.last == UInt8(ascii: "=") { unpadded.removeLast() }
        }
        guard let bytes = Base64URL.decode(unpadded) else {
            throw CompactTokenError(reason: "the \(name) is not canonical base64url")
        }
        return bytes
    }
}
