// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCore

/// Why a client assertion could not be made or read.
///
/// What a verifier thinks of an assertion is no error but an ``AssertionVerdict``.
public struct AssertionError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kind of failure; new ones may be added.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String, Sendable {
            case unsuitableKey
            case signingFailed
            case unsupportedAlgorithm
            case wrongKey
            case malformed
        }

        private let kind: Kind

        /// The code's name, as the command line prints it.
        public var description: String { self.kind.rawValue }

        /// The key cannot sign assertions that Microsoft Entra ID accepts.
        public static let unsuitableKey = Code(kind: .unsuitableKey)
        /// The key refused to sign.
        public static let signingFailed = Code(kind: .signingFailed)
        /// The key signs, but not with the algorithm that was asked for.
        public static let unsupportedAlgorithm = Code(kind: .unsupportedAlgorithm)
        /// What was signed does not verify with the public key of the certificate.
        public static let wrongKey = Code(kind: .wrongKey)
        /// The text is not an assertion, or the bytes are not a certificate.
        public static let malformed = Code(kind: .malformed)
    }

    /// The kind of failure.
    public let code: Code
    /// What was wrong, where, and the remedy.
    public let message: String
    /// The error underneath, if there was one.
    public let cause: (any Error)?
    /// Where in the source the error was made.
    public let location: SourceLocation

    init(
        _ code: Code,
        _ message: String,
        cause: (any Error)? = nil,
        file: String = #fileID,
        line: Int = #line
    ) {
        self.code = code
        self.message = message
        self.cause = cause
        self.location = SourceLocation(file: file, line: line)
    }

    /// The code and the message.
    public var description: String { "\(self.code): \(self.message)" }

    /// Compares the codes.
    public static func == (left: AssertionError, right: AssertionError) -> Bool { left.code == right.code }
}
