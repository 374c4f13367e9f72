// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// An object of the host: `context`, and everything that is reached from it.
///
/// The compiler knows the types of these objects and their members (the object model of API Management), so that an
/// unknown member is an error when the document is loaded. The host answers for members that the declarations name.
/// A member that the host does not have a value for is `.null`.
public protocol ExpressionObject: AnyObject, Sendable {
    /// The type as the catalogue names it, such as `IResponse`: casts of `object` compare it.
    var expressionType: String { get }

    /// The value of a declared property.
    ///
    /// - Throws: Only what .NET would throw there; see ``ExpressionError/exception(_:_:file:line:)``.
    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue

    /// The result of a declared method.
    ///
    /// - Throws: What .NET would throw there.
    func call(_ method: ExpressionMethod, _ arguments: [ExpressionValue]) throws(ExpressionError) -> ExpressionValue

    /// What `ToString()` gives.
    var invariantText: String { get }

    /// The object as a dictionary, where it is one; asked with every access, which a cast would make slow.
    var lookup: (any ExpressionLookup)? { get }
}

extension ExpressionObject {
    /// No methods: `null`.
    public func call(
        _ method: ExpressionMethod,
        _ arguments: [ExpressionValue]
    ) throws(ExpressionError) -> ExpressionValue {
        .null
    }

    /// The name of the type, as .NET's `Object.ToString()`.
    public var invariantText: String { self.expressionType }

    /// No dictionary.
    public var lookup: (any ExpressionLookup)? { nil }
}

/// A read-only dictionary of the host: `Variables`, `Headers`, `Query`, `MatchedParameters`, `Certificates`, `Claims`.
///
/// `Headers`, `Query` and `Claims` hold arrays of strings (``ExpressionValue/strings(_:)``); the language joins them
/// with commas where .NET's extension methods do. Whether case matters in a key is the dictionary's own affair.
public protocol ExpressionLookup: ExpressionObject {
    /// The value of a key; `nil` when the dictionary has no such key.
    func value(for key: String) -> ExpressionValue?

    /// The keys in order.
    var keys: [String] { get }
}

extension ExpressionLookup {
    /// The .NET name of a dictionary.
    public var expressionType: String { "IReadOnlyDictionary" }

    /// Itself.
    public var lookup: (any ExpressionLookup)? { self }

    /// No properties beyond those that the language itself provides.
    public func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue { .null }
}

/// A method of a host object.
public enum ExpressionMethod: String, Sendable, CaseIterable {
    /// `IMessageBody.As<string>(preserveContent)`; one argument, a `bool`.
    case asString = "As<string>"
    /// `IMessageBody.As<byte[]>(preserveContent)`; one argument, a `bool`.
    case asBytes = "As<byte[]>"
    /// `context.Trace(message)`.
    case trace = "Trace"
    /// `X509Certificate2.Verify()`.
    case verify = "Verify"
    /// `X509Certificate2.VerifyNoRevocation()`.
    case verifyNoRevocation = "VerifyNoRevocation"
}
