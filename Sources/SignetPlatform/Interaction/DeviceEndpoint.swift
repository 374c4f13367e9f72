// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// `/{tenant}/oauth2/devicecode` and the page on which a person types the code.
struct DeviceEndpoint: Sendable {
    static let route = "devicecode"
    static let path = "/common/oauth2/deviceauth"

    let tenants: TenantDirectory
    let clients: ClientLookup
    let devices: DeviceStore
    let sessions: SessionStore
    let pages: PageEndpoint
    let profile: PlatformProfile
    let origin: String

    // MARK: The device

    /// Gives a device its two codes.
    func respond(_ exchange: Exchange, tenant: String, version: TokenEndpointVersion) async throws -> PlatformResponse {
        do {
            guard exchange.request.method == "POST" else {
                throw TokenRefusal(.methodNotAllowed, ["allowed": "POST", "method": exchange.request.method])
            }
            return try await issue(exchange, tenant, version)
        } catch let refusal as TokenRefusal {
            return refusal.response(exchange, route: Self.route)
        }
    }

    private func issue(
        _ exchange: Exchange,
        _ name: String,
        _ version: TokenEndpointVersion
    ) async throws -> PlatformResponse {
        let request = try TokenRequest(exchange.request)
        let reference = try await self.tenants.resolve(name)
        let clientID = try ClientLookup.identifier(request.clientID)
        let scope = try scope(request, version)
        let client = try await client(clientID, reference)
        let userCode = DeviceCodes.userCode()
        let deviceCode = DeviceCodes.deviceCode()
        let lifetime = self.profile.lifetimes.deviceCode
        try await self.devices.insert(
            DeviceAuthorization(
                id: DeviceCodes.digest(userCode: userCode),
                deviceDigest: OneTimeName.of(deviceCode),
                endpoint: version,
                tenant: name,
                clientID: client.appID,
                scope: scope,
                end: exchange.now + Double(lifetime)
            )
        )
        let body = body(userCode, deviceCode, version)
        return PlatformResponse(
            status: 200,
            headers: TokenServiceHeaders.token(exchange),
            body: JSONValue.object(body).serialized,
            route: Self.route
        )
    }

    private func scope(_ request: TokenRequest, _ version: TokenEndpointVersion) throws(TokenRefusal) -> String {
        switch version {
        case .v1: return request.resource ?? BuiltInResource.graph.appID
        case .v2:
            guard request.resource == nil else { throw TokenRefusal(.resourceParameterUnsupported) }
            guard let scope = request.scope else { throw TokenRefusal(.missingParameter, ["name": "scope"]) }
            _ = try ScopeRequest(scope)
            return scope
        }
    }

    private func client(_ clientID: String, _ reference: TenantReference) async throws -> RegisteredClient {
        if case .tenant(let tenant) = reference { return try await self.clients.client(clientID, tenant) }
        guard let client = try await self.clients.anyClient(clientID), reference != .consumers else {
            throw TokenRefusal(.applicationNotFound, ["client": clientID, "directory": "common"])
        }
        guard client.application.isMultiTenant else {
            throw TokenRefusal(.notMultiTenant, ["client": client.appID, "name": client.displayName])
        }
        return client
    }

    private func body(_ userCode: String, _ deviceCode: SecretBytes, _ version: TokenEndpointVersion) -> JSONObject {
        let address = self.origin + Self.path
        func number(_ value: Int) -> JSONValue { version == .v1 ? .string(String(value)) : .number(value) }
        let message =
            "To sign in, use a web browser to open the page \(address) and enter the code \(userCode) to authenticate."
        return [
            "user_code": .string(userCode),
            "device_code": .string(deviceCode.withExposedBytes { String(decoding: $0, as: UTF8.self) }),
            version == .v1 ? "verification_url" : "verification_uri": .string(address),
            "expires_in": number(self.profile.lifetimes.deviceCode),
            "interval": number(self.profile.lifetimes.devicePause),
            "message": .string(message),
        ]
    }

    // MARK: The person

    /// The page for the code.
    func page(_ exchange: Exchange) async throws -> PlatformResponse {
        let visit = try await self.sessions.visit(exchange)
        do {
            switch exchange.request.method {
            case "GET", "HEAD": return try codePage(visit, code: Self.code(of: exchange.request), problem: nil)
            case "POST": return try await take(visit)
            default:
                throw TokenRefusal(.methodNotAllowed, ["allowed": "GET, POST", "method": exchange.request.method])
            }
        } catch let refusal as TokenRefusal {
            return self.pages.flow.refusalPage(refusal, exchange)
        }
    }

    /// A code in the address fills the field in, but does not send it: the person is to compare it.
    private static func code(of request: PlatformRequest) -> String? {
        let query = try? FormParameters(Array((request.query ?? "").utf8))
        return (query?["otc"] ?? query?["user_code"]).map { String($0.prefix(16)) }
    }

    private func take(_ visit: Visit) async throws -> PlatformResponse {
        let form = try PageEndpoint.form(visit.exchange.request)
        let context = try self.pages.open(form, visit)
        guard context.stage == .deviceCode else { throw TokenRefusal(.pageExpired) }
        let code = form["otc"] ?? ""
        guard let device = try await self.devices.find(userCode: code)?.value, visit.now < device.end,
            case .pending = device.state
        else {
            return try codePage(visit, code: code, problem: "That code didn't work. Check the code and try again.")
        }
        return try await self.pages.flow.proceed(try await self.pages.deviceTask(device), visit)
    }

    private func codePage(_ visit: Visit, code: String?, problem: String?) throws -> PlatformResponse {
        let context = PageContext(.deviceCode, .none, browser: visit.cookie.digest, made: visit.now)
        let sealed = try self.pages.flow.seal.seal(context.content, as: .page)
        let content = DevicePages.code(
            action: Self.path,
            context: sealed.withExposedBytes { String(decoding: $0, as: UTF8.self) },
            code: code,
            problem: problem
        )
        return Page(title: "Enter code", content: content)
            .response(visit.exchange, route: Self.route, cookies: visit.cookies)
    }
}
