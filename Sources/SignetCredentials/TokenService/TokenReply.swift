// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// What the token service's answer means.
enum TokenReply {
    /// A token.
    case token(IssuedToken)
    /// A refusal in the service's words.
    case refusal(TokenServiceRefusal)
    /// Not the answer of a token service; the text says why, without any of its content.
    case unreadable(String)

    /// Reads an answer.
    ///
    /// - Parameters:
    ///   - response: The answer.
    ///   - sentAt: When the request went out. Lifetimes count from here, so that a slow answer makes none longer.
    ///   - now: When the answer came.
    init(_ response: TransportResponse, sentAt: Date, now: Date) {
        let document = response.body.withExposedBytes { bytes in
            try? JSONValue.parse(bytes, maximumDepth: 16)
        }
        if (200..<300).contains(response.status) {
            self = Self.success(document, response, sentAt)
        } else {
            self = .refusal(Self.refusal(document?.object, response, now))
        }
    }

    private static func success(_ document: JSONValue?, _ response: TransportResponse, _ sentAt: Date) -> TokenReply {
        guard let object = document?.object else {
            return .unreadable(
                response.body.isEmpty
                    ? "its body is empty" : "its body of \(response.body.count) bytes is no JSON object"
            )
        }
        guard let text = object["access_token"]?.string, !text.isEmpty else {
            return .unreadable("it holds no 'access_token'")
        }
        guard let lifetime = lifetime(object, sentAt) else {
            return .unreadable("its 'expires_in' is not a positive number of seconds within a year")
        }
        let type = object["token_type"]?.string ?? "Bearer"
        let isName = type.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        guard isName, !type.isEmpty, type.utf8.count <= 32 else { return .unreadable("its 'token_type' is not a name") }
        let refresh = seconds(object["refresh_in"]).flatMap { $0 < lifetime ? $0 : nil } ?? defaultRefresh(lifetime)
        let access = AccessToken(
            text: SecretBytes(utf8: text),
            expiresOn: sentAt + lifetime,
            refreshOn: sentAt + refresh,
            tokenType: type
        )
        let next = object["refresh_token"]?.string.flatMap { $0.isEmpty ? nil : SecretBytes(utf8: $0) }
        let identity = object["id_token"]?.string.flatMap { $0.isEmpty ? nil : SecretBytes(utf8: $0) }
        return .token(
            IssuedToken(
                access: access,
                refresh: next,
                identity: identity,
                clientInfo: object["client_info"]?.string
            )
        )
    }

    /// The life that is left; App Service tells only when it ends.
    private static func lifetime(_ object: JSONObject, _ sentAt: Date) -> Double? {
        if object["expires_in"] != nil { return seconds(object["expires_in"]) }
        guard let end = number(object["expires_on"]) else { return nil }
        return bounded(end - sentAt.timeIntervalSince1970)
    }

    /// Half of a long life, else the last five minutes, else half of a short one.
    private static func defaultRefresh(_ lifetime: Double) -> Double {
        lifetime >= 7_200 ? lifetime / 2 : max(lifetime / 2, lifetime - 300)
    }

    /// Reads a number of seconds, as a number (v2.0) or as text (v1.0).
    private static func seconds(_ value: JSONValue?) -> Double? {
        number(value).flatMap(bounded)
    }

    private static func number(_ value: JSONValue?) -> Double? {
        switch value {
        case .number(let number): number.double
        case .string(let text) where text.utf8.allSatisfy { (0x30...0x39).contains($0) }: Double(text)
        default: nil
        }
    }

    private static func bounded(_ seconds: Double) -> Double? {
        seconds >= 1 && seconds <= 366 * 86_400 ? seconds : nil
    }

    private static func refusal(
        _ object: JSONObject?,
        _ response: TransportResponse,
        _ now: Date
    ) -> TokenServiceRefusal {
        func text(_ name: String) -> String? { object?[name]?.string.map { Redaction.scrub($0) } }
        // App Service writes 'message'.
        let description = text("error_description") ?? text("message")
        var codes = (object?["error_codes"]?.array ?? []).compactMap(\.integer)
        if codes.isEmpty, let code = description.flatMap(codeInText) { codes = [code] }
        return TokenServiceRefusal(
            status: response.status,
            error: text("error"),
            suberror: text("suberror"),
            errorDescription: description,
            aadstsCodes: codes,
            correlationID: text("correlation_id") ?? response[header: "client-request-id"].map { Redaction.scrub($0) },
            traceID: text("trace_id") ?? response[header: "x-ms-request-id"].map { Redaction.scrub($0) },
            timestamp: text("timestamp"),
            claims: object?["claims"]?.string,
            retryAfter: RetryAfter.parse(response, now: now)
        )
    }

    private static func codeInText(_ text: String) -> Int? {
        guard text.hasPrefix("AADSTS") else { return nil }
        return Int(text.dropFirst(6).prefix { $0.isASCII && $0.isNumber })
    }
}
