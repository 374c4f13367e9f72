// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import SignetExpressions
import SignetPolicies

/// `context`: a call as expressions see it, as it was when the evaluation began.
///
/// While the evaluation lasts it looks at the call itself, which nothing changes meanwhile: a copy of the state for each
/// would cost more than the expression. What outlives the evaluation - a header collection kept in a variable - has a
/// copy from then on.
final class CallContext: ExpressionObject {
    let expressionType = "IProxyRequestContext"
    // Written once more at most, by the thread that evaluates and before any other can have it.
    private nonisolated(unsafe) var held: Call

    init(_ call: Call) {
        unsafe self.held = call
    }

    private var call: Call { unsafe self.held }

    /// Keeps the call as it is now.
    func outliveEvaluation() {
        unsafe self.held = Call(copying: self.call)
    }

    private var environment: ExpressionEnvironment { self.call.environment }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue {
        switch member {
        case .variables: return .object(variables)
        case .request: return .object(request)
        case .response: return self.call.state.hasResponse ? .object(response) : .null
        case .api: return .optional(self.call.state.plan.map { EntityContext.record($0.api) })
        case .operation: return .optional(self.call.state.plan?.operation.map { EntityContext.record($0) })
        case .product: return .optional(self.call.state.plan?.product.map { EntityContext.record($0) })
        case .subscription:
            let key = self.call.state.subscriptionKey
            return .optional(self.call.state.subscription.map { EntityContext.record($0, key: key) })
        case .backend: return .optional(self.call.state.destination.backend.map { EntityContext.record($0) })
        case .deployment:
            let certificates = self.call.state.configuration.certificates
            return .object(EntityContext.deployment(certificates, plan: self.call.state.plan, now: now))
        case .lastError: return .optional(self.call.state.lastError.map { EntityContext.record($0) })
        case .requestId: return .guid(self.call.state.identity.text)
        case .timestamp: return .dateTime(ExpressionDate(self.call.state.timestamp))
        case .elapsed:
            let seconds = max(0, min(now.timeIntervalSince(self.call.state.timestamp), 86_400))
            return .timeSpan(Int64(nearest: seconds * 10_000_000))
        case .tracing: return .bool(false)
        default: return .null
        }
    }

    func call(
        _ method: ExpressionMethod,
        _ arguments: [ExpressionValue]
    ) throws(ExpressionError) -> ExpressionValue { .null }

    private var now: Date { self.environment.clock.now }

    // What these objects tell they look up here.

    private var variables: ContextLookup {
        ContextLookup(keys: { self.call.state.variables.keys.sorted() }, value: { self.call.state.variables[$0] })
    }

    private var request: ContextRecord {
        ContextRecord("IRequest") { member in
            switch member {
            case .method: .string(self.call.state.destination.method ?? self.call.state.request.method)
            case .headers: .object(self.requestHeaders)
            case .ipAddress: .string(self.call.state.caller.ipAddress)
            case .url: .object(RequestURL.current(self.call.state))
            case .originalUrl: .object(RequestURL.original(self.call.state))
            case .matchedParameters: .object(RequestURL.parameters(self.call.state))
            case .body: .optional(self.call.state.requestBody.bytes.map(BodyContext.init))
            case .certificate: .optional(self.callerCertificate)
            default: .null
            }
        }
    }

    private var callerCertificate: CallerCertificateContext? {
        self.call.state.caller.certificate.map {
            CallerCertificateContext($0, authorities: self.call.state.configuration.authorities, now: self.now)
        }
    }

    private var requestHeaders: ContextLookup {
        ContextLookup(
            keys: { HeaderContext.names(self.call.state.request) },
            value: { HeaderContext.values(self.call.state.request, $0) }
        )
    }

    private var responseHeaders: ContextLookup {
        ContextLookup(
            keys: { HeaderContext.names(self.call.state.response) },
            value: { HeaderContext.values(self.call.state.response, $0) }
        )
    }

    private var response: ContextRecord {
        ContextRecord("IResponse") { member in
            switch member {
            case .statusCode: .int(Int32(truncatingIfNeeded: self.call.state.response.status))
            case .statusReason:
                .string(self.call.state.reason ?? self.call.state.response.text(self.call.state.response.reasonRange))
            case .headers: .object(self.responseHeaders)
            case .body: .optional(self.call.state.responseBody.bytes.map(BodyContext.init))
            default: .null
            }
        }
    }
}

/// The URLs of a request.
enum RequestURL {
    /// As it was sent to the gateway.
    static func original(_ state: CallState) -> ContextRecord {
        let scheme = state.caller.isTLS ? "https" : "http"
        let url = try? ServiceURL("\(scheme)://\(state.request.authority)")
        return URLContext.record(
            scheme: scheme,
            host: url?.host ?? state.request.authority,
            port: url?.port ?? state.caller.localPort,
            path: state.request.text(state.request.pathRange),
            query: state.request.queryRange.map(state.request.text) ?? ""
        )
    }

    /// As it will be sent to the backend.
    static func current(_ state: CallState) -> ContextRecord {
        guard let service = state.destination.service else { return original(state) }
        let path = service.path + (state.destination.path ?? state.request.text(state.destination.suffix))
        return URLContext.record(
            scheme: service.isTLS ? "https" : "http",
            host: service.host,
            port: service.port,
            path: path.isEmpty ? "/" : path,
            query: state.destination.query ?? state.request.queryRange.map(state.request.text) ?? ""
        )
    }

    /// The parameters of the operation's URL template, decoded.
    static func parameters(_ state: CallState) -> ContextLookup {
        let names = state.plan?.operation?.template.parameterNames ?? []
        let values = state.parameters.map { range in
            String(decoding: PercentEncoding.decode(state.request.bytes[range]), as: UTF8.self)
        }
        let pairs = Array(zip(names, values))
        return ContextLookup(
            keys: { pairs.map(\.0) },
            value: { name in pairs.first { $0.0.lowercased() == name.lowercased() }.map { .string($0.1) } }
        )
    }
}
