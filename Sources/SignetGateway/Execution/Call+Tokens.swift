// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import SignetAssertions
import SignetCore
import SignetExpressions
import SignetPolicies

// `validate-jwt` and `validate-azure-ad-token`.

extension Call {
    /// Lets the call on if its token is as it must be.
    func validate(_ validation: ValidateToken, _ step: PlanStep) throws(CallError) -> CallStep? {
        do {
            let text = try self.token(validation, step)
            var expectation = try expectation(validation, step)
            if let stop = try addIssuers(validation, &expectation, text, step) { return stop }
            _ = try expectation.claims(of: text, at: self.environment.clock.now)
            if let name = validation.outputVariable { self.state.variables[name] = TokenReading.jwt(text) }
            return nil
        } catch let refusal as TokenRefusal {
            throw try self.refusal(refusal, validation, step)
        } catch let error as CallError {
            throw error
        } catch {
            throw CallError(at: step, reason: "JwtInvalid", message: "The token could not be validated.")
        }
    }

    private func refusal(
        _ refusal: TokenRefusal,
        _ validation: ValidateToken,
        _ step: PlanStep
    ) throws(CallError) -> CallError {
        var error = CallError(at: step, reason: refusal.reason, message: refusal.message)
        let status = try integer(validation.statusCode, step)
        error.status = (200...599).contains(status) ? status : 401
        error.answer =
            try validation.message.map { value throws(CallError) in try text(value, step) } ?? refusal.message
        return error
    }

    /// The token, without its scheme.
    private func token(_ validation: ValidateToken, _ step: PlanStep) throws -> String {
        let found: String?
        switch validation.source {
        case .header(let name): found = self.state.request.values(of: try text(name, step)).first
        case .query(let name): found = currentQuery.first(try text(name, step))
        case .value(let value): found = try text(value, step)
        }
        guard let text = found?.trimmingSpaces, !text.isEmpty else { throw TokenRefusal.absent }
        let scheme = String(text.prefix { $0 != " " })
        let rest = String(text.dropFirst(scheme.count)).trimmingSpaces
        guard let wanted = validation.scheme else { return rest.isEmpty ? text : rest }
        guard scheme.lowercased() == (try self.text(wanted, step)).lowercased(), !rest.isEmpty else {
            throw TokenRefusal.absent
        }
        return rest
    }

    private func expectation(_ validation: ValidateToken, _ step: PlanStep) throws -> TokenExpectation {
        var expectation = TokenExpectation()
        expectation.requiresExpirationTime = try decision(validation.requiresExpirationTime, step)
        expectation.requiresSignature = try decision(validation.requiresSignedTokens, step)
        expectation.clockSkew = Double(try integer(validation.clockSkew, step))
        expectation.audiences = try texts(validation.audiences, step)
        expectation.issuers = try texts(validation.issuers, step)
        for key in validation.keys { expectation.keys.append(try self.key(key, step)) }
        for claim in validation.claims {
            expectation.claims.append(
                TokenExpectation.Claim(
                    name: try text(claim.name, step),
                    matchesAny: try matchesAny(claim, step),
                    separator: try claim.separator.map { value throws(CallError) in try text(value, step) },
                    values: try texts(claim.values, step)
                )
            )
        }
        if let directory = validation.directory { try add(directory, to: &expectation, step) }
        return expectation
    }

    private func matchesAny(_ claim: ValidateToken.Claim, _ step: PlanStep) throws(CallError) -> Bool {
        switch claim.matchesAny {
        case .literal(let any): return any
        case .expression(let expression): return try text(.expression(expression), step) == "any"
        }
    }

    private func add(
        _ directory: ValidateToken.Directory,
        to expectation: inout TokenExpectation,
        _ step: PlanStep
    ) throws {
        let tenant = try text(directory.tenant, step).lowercased()
        if GUID.isWellFormed(tenant) {
            expectation.tenant = tenant
            expectation.issuers.append("https://sts.windows.net/\(tenant)/")
        } else {
            expectation.issuers.append("https://sts.windows.net/{tenantid}/")
        }
        expectation.clientApplications = try texts(directory.clientApplications, step)
        for application in try texts(directory.backendApplications, step) {
            expectation.audiences += [application, "api://\(application)"]
        }
    }

    private func key(_ key: ValidateToken.Key, _ step: PlanStep) throws -> TokenKey {
        let id = try key.id.map { value throws(CallError) in try text(value, step) }
        var made: TokenKey?
        switch key.material {
        case .symmetric(let value):
            made = Base64.decodeLenient(try text(value, step)).flatMap { TokenKey(id: id, secret: $0) }
        case .rsa(let modulus, let exponent):
            let numbers = try [modulus, exponent].map { Base64URL.decode(Array(try text($0, step).utf8)[...]) }
            if let modulus = numbers[0], let exponent = numbers[1] {
                made = TokenKey(id: id, modulus: modulus, exponent: exponent)
            }
        case .certificate(let value):
            let name = try text(value, step)
            do throws(CertificateStore.Failure) {
                let version = try named(.id(name))
                made = TokenKey(certificate: version.certificate, id: id)
            } catch let failure {
                throw CallError(
                    at: step,
                    reason: "CertificateNotResolved",
                    message: failure.message,
                    detail: failure.detail
                )
            }
        }
        guard let made else {
            throw CallError(at: step, reason: "JwtInvalid", message: "A key of 'issuer-signing-keys' cannot be used.")
        }
        return made
    }

    /// The keys and names of the issuers that publish their configuration, or what must be waited for.
    private func addIssuers(
        _ validation: ValidateToken,
        _ expectation: inout TokenExpectation,
        _ token: String,
        _ step: PlanStep
    ) throws -> CallStep? {
        var urls = try texts(validation.configurations, step)
        if let directory = validation.directory {
            let endpoint = try text(directory.endpoint, step).trimmingSpaces
            let base = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
            urls.append("\(base)/\(try text(directory.tenant, step))/v2.0/.well-known/openid-configuration")
        }
        guard !urls.isEmpty else { return nil }
        let provided = self.provided
        self.provided = nil
        for url in urls {
            guard let known = self.services.issuers.known(url) else {
                // Fetched just now, in vain.
                if case .failed? = provided { throw TokenRefusal.noConfiguration(url) }
                return wait(for: .issuer(url), step)
            }
            expectation.configurations.append(known.configuration)
        }
        guard provided == nil, let url = try? staleIssuer(urls, expectation, token) else { return nil }
        return wait(for: .issuer(url), step)
    }

    /// The issuer that is asked again: one that may have the token's key by now, or else one that was asked long ago.
    private func staleIssuer(_ urls: [String], _ expectation: TokenExpectation, _ token: String) throws -> String? {
        let issuers = self.services.issuers
        let withoutKey = expectation.issuersWithoutKey(of: try CompactToken(token)).map(\.url)
        return withoutKey.first(where: issuers.mayRefresh)
            ?? urls.first { issuers.known($0)?.isOld == true && issuers.mayRefresh($0) }
    }
}
