// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
public import SignetCore

/// An access token with the times that matter to its user.
///
/// Printing it shows the times and never the token.
public struct AccessToken: Sendable, Equatable {
    private let text: SecretBytes
    /// Until when resources accept it.
    public let expiresOn: Date
    /// From when a new one should be fetched in the background.
    public let refreshOn: Date
    /// How it is presented: `Bearer`.
    public let tokenType: String

    /// Wraps a token; for credentials of your own.
    ///
    /// - Parameters:
    ///   - text: The token.
    ///   - expiresOn: Until when resources accept it.
    ///   - refreshOn: From when a new one should be fetched; its expiry where nothing is said.
    ///   - tokenType: How it is presented.
    public init(text: SecretBytes, expiresOn: Date, refreshOn: Date? = nil, tokenType: String = "Bearer") {
        self.text = text
        self.expiresOn = expiresOn
        self.refreshOn = refreshOn ?? expiresOn
        self.tokenType = tokenType
    }

    /// The token itself.
    ///
    /// Do not let it reach a log.
    public var exposedText: String {
        self.text.withExposedBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// The value of an `Authorization` header.
    ///
    /// Do not let it reach a log.
    public var exposedAuthorization: String { "\(self.tokenType) \(self.exposedText)" }

    /// The number of bytes that it takes.
    var byteCount: Int { self.text.count + self.tokenType.utf8.count }

    /// Lends the token's bytes.
    public func withExposedBytes<Result, Failure: Error>(
        _ body: ([UInt8]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try self.text.withExposedBytes(body)
    }
}

extension AccessToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The type and the expiry, never the token.
    public var description: String { "AccessToken(expires \(Timestamp.iso8601(self.expiresOn)))" }
    /// The type and the expiry, never the token.
    public var debugDescription: String { self.description }
    /// A mirror without children, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
