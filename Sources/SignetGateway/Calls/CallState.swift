// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import SignetCertificates
package import SignetCore
package import SignetExpressions
import SignetPolicies

/// Who calls: one value for all calls of a connection, which they share.
package final class Caller: Sendable {
    /// The address without a port.
    package let ipAddress: String
    /// Whether the call came over TLS.
    package let isTLS: Bool
    /// The port that it came to.
    package let localPort: Int
    /// The certificate that the caller presented in the handshake, which nobody has checked yet.
    package let certificate: PublicCertificate?
    /// What `X-Forwarded-For` says of a caller that names nobody before it.
    let forwardedForLine: FieldLine?

    package init(ipAddress: String, isTLS: Bool, localPort: Int, certificate: PublicCertificate? = nil) {
        self.certificate = certificate
        self.ipAddress = ipAddress
        self.forwardedForLine = FieldLine("X-Forwarded-For", ipAddress)
        self.isTLS = isTLS
        self.localPort = localPort
    }
}

/// Where a call goes: what `set-backend-service` and its relatives have made of it so far.
package struct Destination: Sendable {
    /// The service, where one is known.
    package var service: ServiceURL?
    /// The backend entity, where one was chosen.
    package var backend: Backend?
    /// The member of the pool that takes the call.
    package var member: Backend?
    /// The cookie that keeps the caller's session at that member.
    var session: (name: String, value: String)?
    /// The scope of the policy that chose the backend entity.
    var backendScope: PolicyScope?
    /// The path below the service's own, as it came with the request.
    package var suffix = 0..<0
    /// The path below the service's own, where a policy wrote it.
    package var path: String?
    /// The query, where a policy wrote it; empty means none.
    package var query: String?
    /// The method, where a policy wrote it.
    package var method: String?

    /// Forgets where the call before went; what most calls leave alone is only looked at.
    mutating func forget() {
        if self.service != nil { self.service = nil }
        if self.backend != nil { self.backend = nil }
        if self.member != nil { self.member = nil }
        if self.session != nil { self.session = nil }
        self.backendScope = nil
        self.suffix = 0..<0
        if self.path != nil { self.path = nil }
        if self.query != nil { self.query = nil }
        if self.method != nil { self.method = nil }
    }
}

/// A body that a policy wrote or that was collected.
package enum CallBody: Sendable {
    /// It passes through as it comes.
    case passing
    /// It is there as a whole, as it came.
    case collected([UInt8])
    /// A policy wrote it.
    case written([UInt8])

    /// The bytes, if they are there.
    package var bytes: [UInt8]? {
        switch self {
        case .passing: nil
        case .collected(let bytes), .written(let bytes): bytes
        }
    }
}

/// Everything of a call that policies see and change.
package struct CallState: Sendable {
    package internal(set) var request = MessageHead()
    package internal(set) var requestBody = CallBody.passing
    package internal(set) var response = MessageHead()
    package internal(set) var responseBody = CallBody.passing
    /// Whether there is a response: from the backend or written by a policy.
    package internal(set) var hasResponse = false
    /// A reason that a policy wrote.
    package internal(set) var reason: String?
    /// Whether the status line is no longer the one that was received.
    package internal(set) var hasOwnStatus = false
    package internal(set) var variables: [String: ExpressionValue] = [:]
    package internal(set) var plan: CallPlan?
    package internal(set) var subscription: Subscription?
    package internal(set) var subscriptionKey: SecretBytes?
    package internal(set) var parameters: [Range<Int>] = []
    package internal(set) var destination = Destination()
    package internal(set) var certificate: CertificateVersion?
    package internal(set) var lastError: CallError?
    /// Whether `X-Forwarded-For` names the caller already.
    package internal(set) var isForwardedForSet = false
    /// The trace context that the backend gets.
    package internal(set) var traceParent: TraceParent?
    /// What happened so far, where somebody may know.
    package internal(set) var trace: CallTrace?
    /// The milliseconds that the backend may take.
    package internal(set) var timeoutMilliseconds = 300_000
    package internal(set) var caller: Caller
    package internal(set) var identity: RequestIdentity
    /// Draws for this call, beginning with its identity.
    var randomness: RequestIdentity
    package internal(set) var timestamp: Date
    package internal(set) var configuration: GatewayConfiguration

    init(caller: Caller, identity: RequestIdentity, timestamp: Date, configuration: GatewayConfiguration) {
        self.caller = caller
        self.identity = identity
        self.randomness = identity
        self.timestamp = timestamp
        self.configuration = configuration
    }
}

extension CallBody {
    /// Whether it is there as it came.
    package var isCollected: Bool {
        if case .collected = self { true } else { false }
    }
}
