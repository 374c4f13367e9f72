// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Signs for a certificate whose key this process does not hold: a hardware module, a key management service, a vault.
///
/// Only the algorithm and the digest cross the boundary. An assertion that it signed is used again until a minute before it
/// expires, so a signature that takes 200 ms is paid for once in nine minutes and not with each token; it is checked against
/// the certificate's public key before it goes anywhere.
///
/// ```swift
/// struct Module: AssertionSigner {
///     func signature(ofDigest digest: [UInt8], algorithm: AssertionAlgorithm) async throws -> [UInt8] {
///         switch algorithm {
///         case .ps256: throw AssertionError.unsupportedAlgorithm(algorithm)
///         case .rs256: try await session.sign(digest, mechanism: .rsaPKCS)
///         }
///     }
/// }
/// ```
public protocol AssertionSigner: Sendable {
    /// The algorithms for which it may be asked; both where nothing is said.
    var supportedAlgorithms: Set<AssertionAlgorithm> { get }

    /// Signs the SHA-256 digest of an assertion.
    ///
    /// - Parameters:
    ///   - digest: The 32 bytes of the digest; they are not to be hashed again.
    ///   - algorithm: How to sign: RSASSA-PSS with MGF1 over SHA-256 and a salt of 32 bytes, or RSASSA-PKCS1-v1_5, for which the
    ///     digest stands in the DigestInfo structure of SHA-256.
    /// - Returns: The signature, as many bytes as the modulus has.
    /// - Throws: `AssertionError.unsupportedAlgorithm(_:cause:)` where the key cannot sign in this way: then the same
    ///   assertion is signed in the other, and so is every later one. Anything else ends the request for a token.
    func signature(ofDigest digest: [UInt8], algorithm: AssertionAlgorithm) async throws -> [UInt8]
}

extension AssertionSigner {
    /// Both algorithms.
    public var supportedAlgorithms: Set<AssertionAlgorithm> { Set(AssertionAlgorithm.allCases) }
}

/// A signer that is a closure.
///
/// ```swift
/// let signer = ClosureSigner { digest, algorithm in
///     try await kms.sign(digest, algorithm == .ps256 ? .rsassaPssSha256 : .rsassaPkcs1V15Sha256)
/// }
/// ```
public struct ClosureSigner: AssertionSigner {
    /// Signs a digest; see ``AssertionSigner/signature(ofDigest:algorithm:)``.
    public typealias Body = @Sendable (_ digest: [UInt8], _ algorithm: AssertionAlgorithm) async throws -> [UInt8]

    /// The algorithms for which it is asked.
    public let supportedAlgorithms: Set<AssertionAlgorithm>
    private let body: Body

    /// Wraps a closure.
    ///
    /// - Parameters:
    ///   - supportedAlgorithms: The algorithms that the key can sign with.
    ///   - body: Signs a digest.
    public init(
        supportedAlgorithms: Set<AssertionAlgorithm> = Set(AssertionAlgorithm.allCases),
        _ body: @escaping Body
    ) {
        self.supportedAlgorithms = supportedAlgorithms
        self.body = body
    }

    /// Calls the closure.
    ///
    /// - Throws: What the closure throws.
    public func signature(ofDigest digest: [UInt8], algorithm: AssertionAlgorithm) async throws -> [UInt8] {
        try await self.body(digest, algorithm)
    }
}

extension AssertionError {
    /// What a signer throws whose key cannot sign with an algorithm; the other one is tried then.
    ///
    /// - Parameters:
    ///   - algorithm: The algorithm that it was asked for.
    ///   - cause: What the module or the service said.
    ///   - file: The place of the call.
    ///   - line: The place of the call.
    /// - Returns: The error to throw.
    public static func unsupportedAlgorithm(
        _ algorithm: AssertionAlgorithm,
        cause: (any Error)? = nil,
        file: String = #fileID,
        line: Int = #line
    ) -> AssertionError {
        AssertionError(
            .unsupportedAlgorithm,
            "the signer cannot sign with \(algorithm.rawValue)",
            cause: cause,
            file: file,
            line: line
        )
    }
}
