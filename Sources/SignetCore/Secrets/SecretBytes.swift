// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Bytes that must not be seen: a password, a private key, a token.
///
/// Every way of printing it gives the type's name and nothing else. Comparison takes the same time wherever the values
/// differ. The storage is overwritten when the last copy goes away.
public struct SecretBytes: Sendable {
    private let storage: Storage

    /// Wraps bytes; the caller's own copy is not touched.
    public init(_ bytes: some Collection<UInt8>) {
        self.storage = Storage(Array(bytes))
    }

    /// Wraps an array of bytes; where the caller keeps no copy of its own, none is made.
    public init(_ bytes: [UInt8]) {
        self.storage = Storage(bytes)
    }

    /// Wraps the UTF-8 bytes of a text.
    public init(utf8 text: String) {
        self.storage = Storage(Array(text.utf8))
    }

    /// The number of bytes.
    public var count: Int { self.storage.bytes.count }

    /// Whether there are no bytes.
    public var isEmpty: Bool { self.storage.bytes.isEmpty }

    /// Lends the bytes to `body`.
    ///
    /// Do not let them outlive the call in anything that can be printed.
    public func withExposedBytes<Result, Failure: Error>(
        _ body: ([UInt8]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(self.storage.bytes)
    }
}

extension SecretBytes: Equatable {
    /// Compares in constant time for values of one length.
    public static func == (left: SecretBytes, right: SecretBytes) -> Bool {
        constantTimeEqual(left.storage.bytes, right.storage.bytes)
    }
}

extension SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The type's name, never the content.
    public var description: String { "SecretBytes" }
    /// The type's name, never the content.
    public var debugDescription: String { "SecretBytes" }
    /// A mirror without children, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

/// Owns the bytes and wipes them.
///
/// Immutable while shared: the only mutation is in `deinit`, when nobody else can look.
private final class Storage: Sendable {
    private nonisolated(unsafe) var content: [UInt8]

    var bytes: [UInt8] { unsafe self.content }

    init(_ bytes: [UInt8]) {
        unsafe self.content = bytes
    }

    deinit {
        unsafe self.content.withUnsafeMutableBytes { bytes in
            #if canImport(Glibc) || canImport(Musl)
            // Unlike `memset`, it is not left out for memory that nobody reads any more.
            if let start = bytes.baseAddress { unsafe explicit_bzero(start, bytes.count) }
            #else
            for index in unsafe bytes.indices { unsafe bytes[index] = 0 }
            #endif
        }
    }
}

/// Compares two byte sequences without stopping at the first difference.
///
/// Only the lengths may be learnt from the time it takes.
package func constantTimeEqual(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for (a, b) in zip(left, right) {
        difference |= a ^ b
    }
    return difference == 0
}
