// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Where in the source an error was made: for the developer, never for the wire.
public struct SourceLocation: Sendable, Hashable, CustomStringConvertible {
    /// The file as `Module/File.swift`.
    public let file: String
    /// The line in the file.
    public let line: Int

    /// Records the place of the call.
    package init(file: String, line: Int) {
        self.file = file
        self.line = line
    }

    /// `Module/File.swift:12`.
    public var description: String { "\(self.file):\(self.line)" }
}
