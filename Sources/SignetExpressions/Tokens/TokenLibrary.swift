// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// `AsJwt`, `TryParseJwt`, `AsBasic`, `TryParseBasic`: reads what a header carries, and verifies nothing.
enum TokenLibrary {
    static func table() -> LibraryTable {
        LibraryTable(
            "string",
            [
                .init("Jwt AsJwt()") { state, a throws(ExpressionError) in try jwt(&state.memory, a[0].string) },
                .init("bool TryParseJwt(out Jwt result)") { state, a throws(ExpressionError) in
                    state.output = try jwt(&state.memory, a[0].string)
                    return .bool(!state.output.isNull)
                },
                .init("BasicAuthCredentials AsBasic()") { _, a in basic(a[0].string) },
                .init("bool TryParseBasic(out BasicAuthCredentials result)") { state, a in
                    state.output = basic(a[0].string)
                    return .bool(!state.output.isNull)
                },
            ]
        )
    }

    private static func basic(_ text: String?) -> ExpressionValue {
        guard let text = text.map(NumberText.trimmed), OrdinalText.lower(String(text.prefix(6))) == "basic ",
            let bytes = Base64.decodeLenient(NumberText.trimmed(String(text.dropFirst(6)))),
            let pair = String(validating: bytes, as: UTF8.self), let colon = pair.firstIndex(of: ":")
        else { return .null }
        return .object(
            JSONHost(
                "BasicAuthCredentials",
                [
                    .userId: .string(String(pair[..<colon])),
                    .password: .string(String(pair[pair.index(after: colon)...])),
                ]
            )
        )
    }

    /// The token of a header or alone; `null` for anything else.
    static func jwt(_ memory: inout Budget, _ text: String?) throws(ExpressionError) -> ExpressionValue {
        guard var token = text.map(NumberText.trimmed) else { return .null }
        if let space = token.lastIndex(of: " ") { token = String(token[token.index(after: space)...]) }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = try document(&memory, parts[0]),
            let claims = try document(&memory, parts[1])
        else { return .null }
        func member(_ token: JSONToken, _ name: String) -> ExpressionValue {
            .optional(token.property(name)?.unwrapped.invariantText)
        }
        return .object(
            JSONHost(
                "Jwt",
                [
                    .algorithm: member(header, "alg"), .type: member(header, "typ"), .id: member(claims, "jti"),
                    .issuer: member(claims, "iss"), .subject: member(claims, "sub"),
                    .audiences: values(claims.property("aud")),
                    .expirationTime: time(claims, "exp"), .notBefore: time(claims, "nbf"),
                    .issuedAt: time(claims, "iat"),
                    .claims: .object(
                        JSONLookup(claims.children.map { ($0.name ?? "", values($0)) }, ignoresCase: false)
                    ),
                ]
            )
        )
    }

    private static func document(_ memory: inout Budget, _ part: Substring) throws(ExpressionError) -> JSONToken? {
        guard let bytes = Base64URL.decode(String(part)), let text = String(validating: bytes, as: UTF8.self) else {
            return nil
        }
        do throws(ExpressionError) {
            let token = try JSONTokenParser.parse(text, memory: &memory, readsDates: false)
            return token.expressionType == "JObject" ? token : nil
        } catch {
            guard error.code == .exception else { throw error }
            return nil
        }
    }

    /// The texts of a claim: one, or those of an array; objects and numbers as their JSON.
    private static func values(_ property: JSONToken?) -> ExpressionValue {
        guard let value = property?.unwrapped else { return .strings([]) }
        let items = value.expressionType == "JArray" ? value.children : [value]
        return .strings(
            items.map { item in
                if case .bool(let flag)? = item.scalar { return flag ? "true" : "false" }
                if item.scalar != nil { return item.invariantText }
                var memory = Budget(limit: 1_048_576)
                return (try? JSONTokenWriter.text(item, isIndented: false, memory: &memory)) ?? ""
            }
        )
    }

    private static func time(_ claims: JSONToken, _ name: String) -> ExpressionValue {
        guard let number = claims.property(name)?.unwrapped.scalar else { return .null }
        let seconds = Arithmetic.real(number)
        guard 0..<253_402_300_800 ~= seconds else { return .null }
        let ticks = Int64(seconds * 10_000_000) + ExpressionDate.unixEpoch
        return .dateTime(ExpressionDate(ticks: ticks, kind: .utc))
    }
}

/// Tokens as policies store them for expressions.
package enum TokenReading {
    /// Reads a token into a `Jwt`, or `null` for anything that is none.
    ///
    /// Nothing is verified.
    package static func jwt(_ text: String) -> ExpressionValue {
        var memory = Budget(limit: 1_048_576)
        return (try? TokenLibrary.jwt(&memory, text)) ?? .null
    }
}
