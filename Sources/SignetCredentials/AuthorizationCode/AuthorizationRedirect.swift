// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension AuthorizationRequest {
    /// Takes the code out of what the browser brought back.
    ///
    /// - Parameter redirect: The whole URL of the callback, its query alone, or the form that was posted.
    /// - Returns: The code with what is needed to redeem it.
    /// - Throws: ``CredentialError``: ``CredentialError/Code/authenticationFailed`` where the `state` is not this request's (the
    ///   answer belongs to another session, or nobody asked for it) or the service refused the sign-in; then its words are in
    ///   the refusal. ``CredentialError/Code/unexpectedReply`` for what is no answer to an authorization request.
    public func authorizationCode(fromRedirect redirect: String) throws(CredentialError) -> AuthorizationCode {
        let fields = try RedirectFields(redirect)
        guard let state = fields["state"], constantTimeEqual(Array(state.utf8), Array(self.state.utf8)) else {
            throw CredentialError(
                .authenticationFailed,
                "the redirect's 'state' is not the one of this request; begin the sign-in anew in this session"
            )
        }
        if let error = fields["error"] { throw fields.refusal(error) }
        guard let code = fields["code"], !code.isEmpty else {
            throw CredentialError(.unexpectedReply, "the redirect has neither 'code' nor 'error'")
        }
        return try AuthorizationCode(
            code: SecretBytes(utf8: code),
            redirectURI: self.redirectURI,
            proofKey: self.proofKey,
            nonce: self.nonce
        )
    }
}

/// The fields of a redirect.
private struct RedirectFields {
    private static let limit = 65_536
    private let fields: [String: String]

    init(_ redirect: String) throws(CredentialError) {
        guard redirect.utf8.count <= Self.limit else {
            throw CredentialError(.unexpectedReply, "the redirect is longer than \(Self.limit) bytes")
        }
        var text = redirect[...]
        if let mark = text.firstIndex(of: "?") { text = text[text.index(after: mark)...] }
        if let fragment = text.firstIndex(of: "#") { text = text[..<fragment] }
        var fields: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(parts[0], plusIsSpace: true),
                let value = PercentEncoding.decode(parts.count > 1 ? parts[1] : "", plusIsSpace: true)
            else {
                throw CredentialError(.unexpectedReply, "the redirect's query is not percent-encoded text")
            }
            guard fields.updateValue(value, forKey: name) == nil else {
                throw CredentialError(.unexpectedReply, "the redirect has a parameter twice")
            }
        }
        self.fields = fields
    }

    subscript(name: String) -> String? { self.fields[name] }

    func refusal(_ error: String) -> CredentialError {
        let name = Redaction.scrub(error, limit: 100)
        let description = self.fields["error_description"].map { Redaction.scrub($0) }
        let code = description.flatMap { text in
            text.hasPrefix("AADSTS") ? Int(text.dropFirst(6).prefix { $0.isASCII && $0.isNumber }) : nil
        }
        let refusal = TokenServiceRefusal(
            status: 0,
            error: name,
            suberror: self.fields["error_subcode"].map { Redaction.scrub($0, limit: 100) },
            errorDescription: description,
            aadstsCodes: code.map { [$0] } ?? [],
            correlationID: nil,
            traceID: nil,
            timestamp: nil,
            claims: self.fields["claims"],
            retryAfter: nil
        )
        let remedy = refusal.remedy.map { ". Remedy: \($0)" } ?? ""
        return CredentialError(
            .authenticationFailed,
            "the sign-in was refused: \(name): \(description ?? "(no description)")\(remedy)",
            refusal: refusal
        )
    }
}
