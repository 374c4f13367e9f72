// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
public import SignetCore

/// Reads certificates that an expression has as bytes: `new X509Certificate2(data, password)`.
public protocol ExpressionCertificateReader: Sendable {
    /// The certificate in some bytes, with its key where they hold one.
    ///
    /// - Parameters:
    ///   - data: A certificate, or a PFX file.
    ///   - password: The password of the file.
    ///   - now: The time of the evaluation.
    /// - Returns: An object of the type `X509Certificate2`.
    /// - Throws: `CryptographicException` for what cannot be read.
    func certificate(
        _ data: [UInt8],
        password: String?,
        now: Date
    ) throws(ExpressionError) -> any ExpressionObject
}

/// What an evaluation has beside its context: the clock and the limits.
public struct ExpressionEnvironment: Sendable {
    /// One reference: every evaluation has a copy of the environment.
    private final class Content: Sendable {
        let clock: any TimeSource
        let limits: ExpressionLimits
        let random: any RandomNumberGenerator & Sendable
        let certificates: (any ExpressionCertificateReader)?

        init(
            clock: any TimeSource,
            limits: ExpressionLimits,
            random: any RandomNumberGenerator & Sendable,
            certificates: (any ExpressionCertificateReader)?
        ) {
            self.clock = clock
            self.limits = limits
            self.random = random
            self.certificates = certificates
        }
    }

    private let content: Content

    /// Where `DateTime.UtcNow` comes from.
    public var clock: any TimeSource { self.content.clock }
    /// How much an evaluation may use.
    public var limits: ExpressionLimits { self.content.limits }
    /// Where random numbers and GUIDs come from.
    public var random: any RandomNumberGenerator & Sendable { self.content.random }
    /// Who reads certificates that an expression has as bytes; without one none can be read.
    public var certificates: (any ExpressionCertificateReader)? { self.content.certificates }

    /// Creates an environment.
    public init(
        clock: any TimeSource,
        limits: ExpressionLimits = ExpressionLimits(),
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        certificates: (any ExpressionCertificateReader)? = nil
    ) {
        self.content = Content(clock: clock, limits: limits, random: random, certificates: certificates)
    }
}
