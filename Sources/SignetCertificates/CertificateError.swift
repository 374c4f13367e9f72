// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCore

/// Why a certificate or a key could not be read, used, made or written.
///
/// The message says what was wrong, where, and what to do about it; it never holds a password or key material. Two errors are
/// equal when their codes are.
public struct CertificateError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kind of failure; new ones may be added.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String, Sendable, CaseIterable {
            case unreadableFile
            case fileTooLarge
            case unrecognizedFormat
            case truncated
            case malformed
            case noCertificate
            case noPrivateKey
            case keyMismatch
            case ambiguousKey
            case noSuchKey
            case passwordRequired
            case wrongPassword
            case superfluousPassword
            case unsupportedEncryption
            case unsupportedKey
            case weakKey
            case expired
            case notYetValid
            case unsuitableForAssertion
            case sourceUnavailable
            case creationFailed
            case unwritableFile
        }

        private let kind: Kind

        /// Every code there is, for the test that each has its place in the documentation.
        package static var all: [Code] { Kind.allCases.map { Code(kind: $0) } }

        /// The code's name, as the command line prints it.
        public var description: String { self.kind.rawValue }

        /// The file is missing, may not be read, or is no regular file.
        public static let unreadableFile = Code(kind: .unreadableFile)
        /// The file is larger than any certificate file.
        public static let fileTooLarge = Code(kind: .fileTooLarge)
        /// The content is neither PEM nor DER nor PFX.
        public static let unrecognizedFormat = Code(kind: .unrecognizedFormat)
        /// The content ends in the middle.
        public static let truncated = Code(kind: .truncated)
        /// The format is known, but the content breaks its rules.
        public static let malformed = Code(kind: .malformed)
        /// There is a key and no certificate.
        public static let noCertificate = Code(kind: .noCertificate)
        /// There is a certificate and no key.
        public static let noPrivateKey = Code(kind: .noPrivateKey)
        /// The key belongs to none of the certificates.
        public static let keyMismatch = Code(kind: .keyMismatch)
        /// There are several keys with certificates, and none was chosen.
        public static let ambiguousKey = Code(kind: .ambiguousKey)
        /// No key has the alias or the thumbprint that was asked for.
        public static let noSuchKey = Code(kind: .noSuchKey)
        /// The content is encrypted, and no password was given.
        public static let passwordRequired = Code(kind: .passwordRequired)
        /// The password does not open the content.
        public static let wrongPassword = Code(kind: .wrongPassword)
        /// A password was given, and nothing is encrypted.
        public static let superfluousPassword = Code(kind: .superfluousPassword)
        /// The content is encrypted in a way that is not supported, or at a cost that is refused.
        public static let unsupportedEncryption = Code(kind: .unsupportedEncryption)
        /// The key's algorithm is not supported.
        public static let unsupportedKey = Code(kind: .unsupportedKey)
        /// The RSA key has fewer than 2048 bits.
        public static let weakKey = Code(kind: .weakKey)
        /// The certificate's validity has ended.
        public static let expired = Code(kind: .expired)
        /// The certificate's validity has not begun.
        public static let notYetValid = Code(kind: .notYetValid)
        /// The key cannot sign client assertions for Microsoft Entra ID.
        public static let unsuitableForAssertion = Code(kind: .unsuitableForAssertion)
        /// A provider, a vault or a variable gave no certificate.
        public static let sourceUnavailable = Code(kind: .sourceUnavailable)
        /// A certificate could not be made from its template.
        public static let creationFailed = Code(kind: .creationFailed)
        /// A file could not be written.
        public static let unwritableFile = Code(kind: .unwritableFile)
    }

    /// The kind of failure.
    public let code: Code
    /// What was wrong, where, and the remedy.
    public let message: String
    /// The error underneath, if there was one.
    public let cause: (any Error)?
    /// Where in the source the error was made.
    public let location: SourceLocation

    /// Makes an error at the place of the call.
    package init(
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
    public static func == (left: CertificateError, right: CertificateError) -> Bool { left.code == right.code }

    /// The same error with the name of the file in front of its message.
    package func inFile(_ path: String) -> CertificateError {
        CertificateError(
            self.code,
            "\(path): \(self.message)",
            cause: self.cause,
            file: self.location.file,
            line: self.location.line
        )
    }
}
