// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCore

/// Why a storage did not do what it was asked.
public struct StorageError: Error, Sendable, CustomStringConvertible {
    /// The reasons.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Value: String {
            case duplicate, conflict, unavailable, corrupted
        }
        private let value: Value

        /// The key, or a unique lookup, is another record's.
        public static let duplicate = Code(value: .duplicate)
        /// The record is absent, or its version is not the one that was to be replaced.
        public static let conflict = Code(value: .conflict)
        /// The medium failed: disk full, file not writable, server away.
        public static let unavailable = Code(value: .unavailable)
        /// What was read cannot have been written by this program.
        public static let corrupted = Code(value: .corrupted)

        /// The name of the reason.
        public var description: String { self.value.rawValue }
    }

    /// The reason.
    public let code: Code
    /// What was wrong, where, and what to do.
    public let message: String
    /// What the medium said.
    public let cause: (any Error)?
    /// Where in the source it was found.
    public let location: SourceLocation

    /// Describes a failure; for those who implement a storage.
    public init(
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

extension StorageError: Equatable {
    /// Equal by code.
    public static func == (left: StorageError, right: StorageError) -> Bool { left.code == right.code }
}
