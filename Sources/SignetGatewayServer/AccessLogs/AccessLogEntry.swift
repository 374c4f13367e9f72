// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import NIOCore
import SignetCertificates
import SignetCore
import SignetGateway

/// One line of the access log: who called what, where it went and how it ended.
///
/// No query, no header, no secret.
enum AccessLogEntry {
    /// The line.
    static func line(
        _ call: Call,
        status: Int,
        duration: TimeAmount,
        backend: Endpoint?,
        certificate: CertificateVersion?
    ) -> String {
        let state = call.state
        var members: [(String, JSONValue)] = [
            ("time", .string(Timestamp.dotNet(state.timestamp))),
            ("requestId", .string(state.identity.text)),
            ("caller", .string(state.caller.ipAddress)),
            ("method", .string(state.request.method)),
            ("host", .string(state.request.authority)),
            ("path", .string(state.request.text(state.request.pathRange))),
            ("status", .number(status)),
            ("microseconds", .number(Int(duration.nanoseconds / 1_000))),
        ]
        if let plan = state.plan {
            members.append(("api", .string(plan.api.id)))
            if let operation = plan.operation { members.append(("operation", .string(operation.id))) }
            if let product = plan.product { members.append(("product", .string(product.name))) }
        }
        if let subscription = state.subscription { members.append(("subscription", .string(subscription.id))) }
        if let backend { members.append(("backend", .string("\(backend.host):\(backend.port)"))) }
        if let certificate { members.append(("certificate", .string(certificate.thumbprint))) }
        if let caller = state.caller.certificate {
            members.append(("callerCertificate", .string(caller.sha1Thumbprint.hexadecimal)))
        }
        if let parent = state.traceParent {
            members.append(("traceId", .string(parent.traceID)))
            members.append(("spanId", .string(parent.spanID)))
        }
        if let error = state.lastError {
            members.append(("errorSource", .string(error.source)))
            members.append(("errorReason", .string(error.reason)))
        }
        return JSONValue.object(JSONObject(members.map { JSONObject.Member(name: $0.0, value: $0.1) })).text
    }
}
