// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import SignetCore

/// A signed client assertion (RFC 7523): whoever has it is the client until it expires, so it prints nothing.
public struct ClientAssertion: Sendable, Equatable {
    private let serialized: SecretBytes

    /// Wraps an assertion that was signed elsewhere: a projected service account token, the answer of a key vault.
    public init(_ text: String) {
        self.serialized = SecretBytes(utf8: text)
    }

    init(bytes: [UInt8]) {
        self.serialized = SecretBytes(bytes)
    }

    /// Lends the text that goes into `client_assertion`.
    ///
    /// Do not let it reach a log.
    public func withSerialized<Result, Failure: Error>(
        _ body: (String) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try self.serialized.withExposedBytes { bytes throws(Failure) in
            try body(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// The text as bytes.
    package var bytes: SecretBytes { self.serialized }
}

extension ClientAssertion: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The type's name, never the content.
    public var description: String { "ClientAssertion" }
    /// The type's name, never the content.
    public var debugDescription: String { "ClientAssertion" }
    /// A mirror without children, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
