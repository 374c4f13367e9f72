// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Tracing

/// A span round each HTTP request of a credential.
///
/// The trace context goes along only where it was asked for: a token service is another organisation's, and its logs are no
/// place for a service's identifiers.
struct TracedTransport: TokenTransport {
    let base: any TokenTransport
    let tracer: (any Tracer)?
    let propagatesContext: Bool

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        let tracer = self.tracer ?? InstrumentationSystem.tracer
        let span = tracer.startSpan(request.method, ofKind: .client)
        defer { span.end() }
        span.updateAttributes { attributes in
            attributes["http.request.method"] = request.method
            attributes["server.address"] = Self.host(of: request.url)
            // A query may name what is asked for, and a path does not.
            attributes["url.full"] = String(request.url.prefix { $0 != "?" })
        }
        var request = request
        if self.propagatesContext {
            var headers = request.headers
            tracer.inject(span.context, into: &headers, using: HeaderFieldInjector())
            request = TransportRequest(method: request.method, url: request.url, headers: headers, body: request.body)
        }
        do {
            let sent = request
            let response = try await ServiceContext.withValue(span.context) { try await self.base.send(sent) }
            span.attributes["http.response.status_code"] = response.status
            if response.status >= 400 {
                span.attributes["error.type"] = "\(response.status)"
                span.setStatus(SpanStatus(code: .error))
            }
            return response
        } catch {
            span.attributes["error.type"] = "\(type(of: error))"
            span.setStatus(SpanStatus(code: .error))
            throw error
        }
    }

    /// The host of a URL that this library wrote.
    static func host(of url: String) -> String {
        let parts = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true)
        let authority = parts.count > 1 ? parts[1] : parts.first ?? ""
        if let bracket = authority.firstIndex(of: "]") { return String(authority[...bracket]) }
        return String(authority.prefix { $0 != ":" })
    }
}

private struct HeaderFieldInjector: Injector {
    func inject(_ value: String, forKey key: String, into fields: inout [(name: String, value: String)]) {
        fields.removeAll { $0.name.lowercased() == key.lowercased() }
        fields.append((name: key, value: value))
    }
}
