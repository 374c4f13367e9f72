// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import AsyncHTTPClient
public import Logging
import NIOCore
import NIOHTTP1
import Synchronization

/// Sends requests with a credential's token, and answers the claims challenges of the resource.
///
/// ```swift
/// let graph = BearerHTTPClient(credential, scope: "https://graph.microsoft.com/.default")
/// let response = try await graph.execute(HTTPClientRequest(url: "https://graph.microsoft.com/v1.0/users"))
/// ```
///
/// The token goes to the host of the request and nowhere else: not over plain http, and not along with a redirect to another
/// origin. Where the resource refuses a token with a claims challenge, one with these claims is got and the request is sent
/// once more; from then on all requests carry such a token.
public final class BearerHTTPClient: Sendable {
    private let credential: any TokenCredential
    private let scopes: [String]
    private let tenantID: String?
    private let enablesCAE: Bool
    private let client: HTTPClient
    /// What the resource demanded last; a token without it would only be refused again.
    private let demanded = Mutex<String?>(nil)

    // Kept for the life of the process, so there is nothing to shut down; redirects are followed without the token.
    private static let processWideClient = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup)

    /// Binds a credential to a resource.
    ///
    /// - Parameters:
    ///   - credential: Gives the tokens.
    ///   - scope: The resource with `/.default`.
    ///   - tenantID: The tenant to ask in place of the credential's own.
    ///   - enablesCAE: Whether tokens of continuous access evaluation are asked for; they live longer, and are refused with a
    ///     challenge when they are revoked.
    ///   - client: A client of your own; shut it down yourself.
    public convenience init(
        _ credential: any TokenCredential,
        scope: String,
        tenantID: String? = nil,
        enablesCAE: Bool = true,
        client: HTTPClient? = nil
    ) {
        self.init(credential, scopes: [scope], tenantID: tenantID, enablesCAE: enablesCAE, client: client)
    }

    /// Binds a credential to several scopes of one resource; see ``init(_:scope:tenantID:enablesCAE:client:)``.
    public init(
        _ credential: any TokenCredential,
        scopes: [String],
        tenantID: String? = nil,
        enablesCAE: Bool = true,
        client: HTTPClient? = nil
    ) {
        self.credential = credential
        self.scopes = scopes
        self.tenantID = tenantID
        self.enablesCAE = enablesCAE
        self.client = client ?? Self.processWideClient
    }

    /// Sends a request with a token.
    ///
    /// - Parameters:
    ///   - request: The request, over https; an `Authorization` field of it is replaced.
    ///   - timeout: For how long each answer may keep us waiting.
    ///   - logger: Where the client tells what it does.
    /// - Returns: The answer of the resource, whatever its status.
    /// - Throws: ``CredentialError``: ``CredentialError/Code/invalidArgument`` for a URL that is not https, and what the
    ///   credential throws. Where a claims challenge comes and the body was a stream, which cannot be sent again,
    ///   ``CredentialError/Code/requestNotRepeated``: the next request will carry the right token. What AsyncHTTPClient throws
    ///   where no answer came.
    public func execute(
        _ request: HTTPClientRequest,
        timeout: Duration = .seconds(60),
        logger: Logger? = nil
    ) async throws -> HTTPClientResponse {
        try await execute(request, timeout, logger) { request.body?.isRepeatable == false ? nil : request.body }
    }

    /// Sends a request whose body is a stream that can be made anew for the repetition.
    ///
    /// - Parameters:
    ///   - request: The request without its body.
    ///   - timeout: For how long each answer may keep us waiting.
    ///   - logger: Where the client tells what it does.
    ///   - body: Makes the body, once for each sending.
    /// - Returns: The answer of the resource, whatever its status.
    /// - Throws: As ``execute(_:timeout:logger:)``, but that every request can be repeated.
    public func execute(
        _ request: HTTPClientRequest,
        timeout: Duration = .seconds(60),
        logger: Logger? = nil,
        streaming body: @Sendable () -> HTTPClientRequest.Body
    ) async throws -> HTTPClientResponse {
        var request = request
        request.body = body()
        return try await execute(request, timeout, logger) { body() }
    }

    private func execute(
        _ request: HTTPClientRequest,
        _ timeout: Duration,
        _ logger: Logger?,
        bodyAgain: () -> HTTPClientRequest.Body?
    ) async throws -> HTTPClientResponse {
        try Self.demandTLS(request.url)
        let limit = TimeAmount.bounded(timeout)
        let token = try await token(claims: self.demanded.withLock { $0 })
        let response = try await self.client.execute(request.with(token), timeout: limit, logger: logger)
        guard response.status == .unauthorized, Self.isOwnAnswer(response),
            let challenge = ClaimsChallenge(wwwAuthenticate: response.headers["WWW-Authenticate"])
        else { return response }
        let next = try await self.token(claims: challenge.claims)
        self.demanded.withLock { $0 = challenge.claims }
        // The very token that was refused will be refused again.
        guard next != token else { return response }
        var again = request
        again.body = bodyAgain()
        guard request.body == nil || again.body != nil else { throw CredentialError.streamNotRepeated }
        // Read to its end, the connection can be used again.
        _ = try? await response.body.collect(upTo: 65_536)
        return try await self.client.execute(again.with(next), timeout: limit, logger: logger)
    }

    private func token(claims: String?) async throws -> AccessToken {
        try await self.credential.token(
            for: TokenRequest(
                scopes: self.scopes,
                claims: claims,
                tenantID: self.tenantID,
                enablesCAE: self.enablesCAE
            )
        )
    }

    private static func demandTLS(_ url: String) throws(CredentialError) {
        guard url.prefix(8).lowercased() == "https://" else {
            throw CredentialError(
                .invalidArgument,
                "the request's URL is not https, and a bearer token is good for whoever sees it; use https"
            )
        }
    }

    /// Whether the host that was asked answered, and not another one to which it redirected: that one has seen no token, and
    /// what it demands is not the resource's word.
    private static func isOwnAnswer(_ response: HTTPClientResponse) -> Bool {
        guard let first = response.history.first, let last = response.history.last else { return true }
        return last.request.headers.contains(name: "Authorization") || first.request.url == last.request.url
    }
}

extension HTTPClientRequest {
    fileprivate func with(_ token: AccessToken) -> HTTPClientRequest {
        var request = self
        request.headers.replaceOrAdd(name: "Authorization", value: token.exposedAuthorization)
        return request
    }
}

extension CredentialError {
    fileprivate static var streamNotRepeated: CredentialError {
        CredentialError(
            .requestNotRepeated,
            """
            the resource demanded other claims, and the request's body is a stream that has been sent already; a token with these \
            claims is ready: send the request again with a new body, or use execute(_:timeout:logger:streaming:)
            """
        )
    }
}
