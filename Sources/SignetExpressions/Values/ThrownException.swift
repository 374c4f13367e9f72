// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// An exception as the expression sees it.
final class ThrownException: LibraryObject {
    let exception: ExpressionException
    let message: String
    let inner: ThrownException?

    init(_ exception: ExpressionException, _ message: String, inner: ThrownException? = nil) {
        self.exception = exception
        self.message = message
        self.inner = inner
    }

    var expressionType: String { "Exception" }
    var invariantText: String { self.exception.fullName + ": " + self.message }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue {
        member == .message ? .string(self.message) : .null
    }
}

extension ExpressionException {
    /// The name with its namespace.
    var fullName: String {
        switch self {
        case .jsonReader, .json: "Newtonsoft.Json." + self.rawValue
        case .xml: "System.Xml." + self.rawValue
        case .keyNotFound: "System.Collections.Generic." + self.rawValue
        case .cryptographic: "System.Security.Cryptography." + self.rawValue
        case .regexTimeout: "System.Text.RegularExpressions." + self.rawValue
        default: "System." + self.rawValue
        }
    }
}
