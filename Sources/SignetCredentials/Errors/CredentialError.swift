// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCore

/// Why a credential gave no token.
///
/// Two kinds matter to a program: ``Code/credentialUnavailable`` means that the credential could not even ask (another one may
/// be tried), ``Code/authenticationFailed`` that the token service said no; then ``refusal`` has its words. The message ends
/// with the remedy. Tokens, assertions, keys and passwords are never part of it. Two errors are equal when their codes are.
public struct CredentialError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kind of failure; new ones may be added.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String, Sendable, CaseIterable {
            case credentialUnavailable = "CredentialUnavailable"
            case authenticationFailed = "AuthenticationFailed"
            case serviceUnavailable = "ServiceUnavailable"
            case unexpectedReply = "UnexpectedReply"
            case invalidArgument = "InvalidArgument"
            case requestNotRepeated = "RequestNotRepeated"
        }

        private let kind: Kind

        /// Every code there is, for the test that each has its place in the documentation.
        package static var all: [Code] { Kind.allCases.map { Code(kind: $0) } }

        /// The code's name, as the command line prints it.
        public var description: String { self.kind.rawValue }

        /// The credential lacks what it needs to ask for a token: a readable certificate, an assertion.
        public static let credentialUnavailable = Code(kind: .credentialUnavailable)
        /// The token service refused the request, or the credential may not be used for the tenant.
        public static let authenticationFailed = Code(kind: .authenticationFailed)
        /// The token service was not reached, or kept answering that it cannot serve now.
        public static let serviceUnavailable = Code(kind: .serviceUnavailable)
        /// What answered does not speak like a token service.
        public static let unexpectedReply = Code(kind: .unexpectedReply)
        /// An argument cannot be right whatever the service says: an empty scope, an authority without TLS.
        public static let invalidArgument = Code(kind: .invalidArgument)
        /// A request to a resource must be sent again, and its body is a stream that has been sent already.
        public static let requestNotRepeated = Code(kind: .requestNotRepeated)
    }

    /// The kind of failure.
    public let code: Code
    /// What was wrong, where, and the remedy.
    public let message: String
    /// What the token service said, where it was reached.
    public let refusal: TokenServiceRefusal?
    /// The error underneath, if there was one.
    public let cause: (any Error)?
    /// Where in the source the error was made.
    public let location: SourceLocation

    /// Makes an error at the place of the call; for credentials of your own.
    public init(
        _ code: Code,
        _ message: String,
        refusal: TokenServiceRefusal? = nil,
        cause: (any Error)? = nil,
        file: String = #fileID,
        line: Int = #line
    ) {
        self.code = code
        self.message = message
        self.refusal = refusal
        self.cause = cause
        self.location = SourceLocation(file: file, line: line)
    }

    /// The code, the message, and where the documentation explains the failure.
    public var description: String { "\(self.code): \(self.message) (see \(self.troubleshooting))" }

    /// Compares the codes.
    public static func == (left: CredentialError, right: CredentialError) -> Bool { left.code == right.code }
}
