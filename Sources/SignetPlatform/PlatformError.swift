// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCore

/// Why a platform could not be set up.
///
/// What it answers to requests is a ``PlatformResponse``, never an error.
public struct PlatformError: Error, Sendable, CustomStringConvertible {
    /// The reasons.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Value: String {
            case wrongMasterKey, unusableKey, invalidConfiguration, unreadableExport
        }
        private let value: Value

        /// The master key does not open what is stored.
        public static let wrongMasterKey = Code(value: .wrongMasterKey)
        /// A key could not be made, or is not one that the platform can use.
        public static let unusableKey = Code(value: .unusableKey)
        /// The configuration contradicts itself or the storage.
        public static let invalidConfiguration = Code(value: .invalidConfiguration)

        /// A document is no export, or the passphrase does not open it.
        public static let unreadableExport = Code(value: .unreadableExport)

        /// The name of the reason.
        public var description: String { self.value.rawValue }
    }

    /// The reason.
    public let code: Code
    /// What was wrong, where, and what to do.
    public let message: String
    /// What another module said.
    public let cause: (any Error)?
    /// Where in the source it was found.
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

    /// The reason and the message.
    public var description: String { "\(self.code): \(self.message)" }
}

extension PlatformError: Equatable {
    /// Equal by code.
    public static func == (left: PlatformError, right: PlatformError) -> Bool { left.code == right.code }
}
