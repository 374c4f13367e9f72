// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetAssertions
import SignetCertificates
import SignetCore
import SignetCredentials
import SignetExpressions
import SignetGatewayServer
import SignetPlatform
import SignetPlatformServer

/// A failure of a command in the form that scripts read: a code that does not change, and a text for people.
struct CommandFailure: Error, CustomStringConvertible {
    let code: String
    let message: String

    var description: String { self.message }

    /// The document that `--output json` prints: `{"error":{"code","message"}}`.
    var json: JSONValue {
        ["error": ["code": .string(self.code), "message": .string(self.message)]]
    }
}

extension CommandFailure {
    /// Reads any error as code and text.
    init(_ error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let coded as any CodedError:
            self.init(code: coded.codeName, message: coded.message)
        case is CancellationError:
            self.init(code: "cancelled", message: "cancelled")
        default:
            self.init(code: "failed", message: "\(error)")
        }
    }
}

/// A failure whose result is already printed: the document on stdout says everything, the exit status is 1.
struct Reported: Error {}

/// An error of one of our modules, which has a code with a name.
protocol CodedError: Error {
    var codeName: String { get }
    var message: String { get }
}

extension CertificateError: CodedError {
    var codeName: String { self.code.description }
}

extension AssertionError: CodedError {
    var codeName: String { self.code.description }
}

extension CredentialError: CodedError {
    var codeName: String { self.code.description }
}

extension ExpressionError: CodedError {
    var codeName: String { self.code.description }
}

extension PlatformServerError: CodedError {
    var codeName: String { self.code.description }
}

extension GatewayError: CodedError {
    var codeName: String { self.code.description }
}

extension PlatformError: CodedError {
    var codeName: String { self.code.description }
}

extension StorageError: CodedError {
    var codeName: String { self.code.description }
}
