// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
package import SignetCore

/// A `context` made from JSON, to evaluate an expression without a gateway.
///
/// The members have the names of the object model in any case: `{"request": {"method": "GET", "url": "https://…",
/// "headers": {"Accept": ["a", "b"]}, "body": "…"}, "variables": {"name": "value"}}`. A URL is a text or an object; a body
/// is a text, or JSON that is taken as its text; a context variable that is neither text, number, Boolean nor an array of
/// texts names its type: `{"$type": "IResponse", "statusCode": 200}`, `{"$type": "byte[]", "base64": "AQI="}`.
public final class JSONContext: ExpressionObject {
    private let root: JSONHost

    /// Reads a context.
    ///
    /// - Parameters:
    ///   - document: The JSON.
    ///   - now: What `context.Timestamp` is unless the document says.
    /// - Throws: ``ExpressionError`` for a member that the object model does not have, or a value that is not of its
    ///   type; the message names the member.
    package init(_ document: JSONValue, now: Date) throws(ExpressionError) {
        var reader = JSONContextReader()
        var root = try reader.members(document, type: "IProxyRequestContext", path: "context")
        if root[.timestamp] == nil { root[.timestamp] = .dateTime(ExpressionDate(now)) }
        if root[.requestId] == nil { root[.requestId] = .guid(GUID.random()) }
        if let request = document.member("request"), request.member("originalUrl") == nil,
            let url = request.member("url"), case .object(let object) = root[.request], let host = object as? JSONHost
        {
            let original = try reader.value(url, as: .named("IUrl"), path: "context.request.url")
            root[.request] = .object(host.with(.originalUrl, original))
        }
        self.root = JSONHost("IProxyRequestContext", root)
    }

    /// Reads a context from the bytes of a file.
    ///
    /// - Parameters:
    ///   - bytes: The JSON, UTF-8.
    ///   - now: What `context.Timestamp` is unless the document says.
    /// - Throws: ``ExpressionError`` also for what is no JSON.
    public convenience init(json bytes: [UInt8], now: Date) throws(ExpressionError) {
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue.parse(bytes)
        } catch {
            throw ExpressionError(.syntax, "The context is not JSON: \(error.description).")
        }
        try self.init(document, now: now)
    }

    /// The type of `context`.
    public var expressionType: String { self.root.expressionType }

    /// A member of `context`.
    public func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue {
        try self.root.member(member)
    }
}

extension JSONValue {
    /// The member of a name, whatever the case of its letters.
    func member(_ name: String) -> JSONValue? {
        self.object?.members.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
