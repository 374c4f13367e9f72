// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCore

/// Why a platform server did not start, or stopped.
public struct PlatformServerError: Error, Sendable, CustomStringConvertible {
    /// The reasons.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Value: String {
            case dataDirectoryUnusable, dataDirectoryInUse, addressUnusable, certificateUnusable, seedUnusable
        }
        private let value: Value

        /// The data directory cannot be made, read or written.
        public static let dataDirectoryUnusable = Code(value: .dataDirectoryUnusable)
        /// Another server works in the data directory.
        public static let dataDirectoryInUse = Code(value: .dataDirectoryInUse)
        /// The host and port cannot be listened on.
        public static let addressUnusable = Code(value: .addressUnusable)
        /// A certificate of the data directory cannot be made or read.
        public static let certificateUnusable = Code(value: .certificateUnusable)

        /// The seed file cannot be read, or asks for what the directory refuses.
        public static let seedUnusable = Code(value: .seedUnusable)

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

extension PlatformServerError: Equatable {
    /// Equal by code.
    public static func == (left: PlatformServerError, right: PlatformServerError) -> Bool { left.code == right.code }
}
