// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCore
public import SignetGateway

/// Why a gateway does not start.
public struct GatewayError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Value: String {
            case invalidConfiguration, invalidOptions, unusableCertificate, cannotListen
        }

        private let value: Value

        /// The configuration has errors; ``GatewayError/problems`` lists them.
        public static var invalidConfiguration: Code { Code(value: .invalidConfiguration) }
        /// The options contradict each other.
        public static var invalidOptions: Code { Code(value: .invalidOptions) }
        /// The gateway's own certificate, or its list of authorities, cannot be used.
        public static var unusableCertificate: Code { Code(value: .unusableCertificate) }
        /// A port cannot be listened on.
        public static var cannotListen: Code { Code(value: .cannotListen) }

        /// The name of the code.
        public var description: String { self.value.rawValue }
    }

    /// What kind of failure it is.
    public let code: Code
    /// What was wrong and what to do.
    public let message: String
    /// What is wrong with the configuration.
    public let problems: [ConfigurationProblem]
    /// What caused it.
    public let cause: (any Error)?
    /// Where in Signet's source the error was made.
    public let location: SourceLocation

    init(
        _ code: Code,
        _ message: String,
        problems: [ConfigurationProblem] = [],
        cause: (any Error)? = nil,
        file: String = #fileID,
        line: Int = #line
    ) {
        self.code = code
        self.message = message
        self.problems = problems
        self.cause = cause
        self.location = SourceLocation(file: file, line: line)
    }

    /// The code, the message, and a line for each problem.
    public var description: String {
        (["\(self.code): \(self.message)"] + self.problems.map(\.description)).joined(separator: "\n")
    }
}

extension GatewayError: Equatable {
    /// Two errors are equal when their codes are.
    public static func == (left: GatewayError, right: GatewayError) -> Bool { left.code == right.code }
}
