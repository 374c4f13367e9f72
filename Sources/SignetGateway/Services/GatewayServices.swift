// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import SignetCore

/// What policies use that outlives a call: the network, the cache, the counters, the gateway's identity.
///
/// All connections and configurations share one value.
package final class GatewayServices: Sendable {
    /// Makes the requests of policies.
    package let outgoing: any OutgoingCalls
    /// Keeps values and responses.
    package let cache: any ValueCache
    /// Counts calls.
    package let counters: any CallCounters
    /// Counts the calls that are in `limit-concurrency` at the moment.
    package let gates = ConcurrencyGates()
    /// The tokens of the gateway's identity.
    package let tokens: IdentityTokens
    /// The keys of token issuers.
    package let issuers: IssuerConfigurations
    /// What authorities say about the certificates of callers.
    package let revocation: CallerRevocation
    /// Hears what `trace` says.
    package let trace: (any TraceSink)?

    package init(
        outgoing: any OutgoingCalls = NoOutgoingCalls(),
        identity: (any GatewayIdentity)? = nil,
        cache: any ValueCache = MemoryCache(),
        counters: any CallCounters = MemoryCounters(),
        trace: (any TraceSink)? = nil,
        clock: any TimeSource
    ) {
        self.outgoing = outgoing
        self.cache = cache
        self.counters = counters
        self.tokens = IdentityTokens(identity: identity, clock: clock)
        self.issuers = IssuerConfigurations(outgoing: outgoing, clock: clock)
        self.revocation = CallerRevocation(outgoing: outgoing, clock: clock)
        self.trace = trace
    }

    /// Does what a call waits for.
    package func perform(_ errand: CallErrand) async -> CallErrand.Outcome {
        do throws(OutgoingFailure) {
            switch errand {
            case .request(let request): return .response(try await self.outgoing.send(request))
            case .requests(let requests, let isAny): return .results(await results(of: requests, isAny: isAny))
            case .token(let resource, let clientID):
                return .token(try await self.tokens.token(resource, clientID))
            case .issuer(let url):
                return .issuer(try await self.issuers.configuration(url))
            case .revocation(let questions):
                await self.revocation.ask(questions)
                return .answered
            }
        } catch {
            return .failed(error)
        }
    }
}

extension GatewayServices {
    /// Makes requests at the same time.
    ///
    /// - Parameters:
    ///   - requests: The requests.
    ///   - isAny: Whether the first that is done ends the others.
    /// - Returns: What came of those that were done, by their places.
    private func results(of requests: [OutgoingRequest], isAny: Bool) async -> [Int: CallErrand.Result] {
        await withTaskGroup(of: (Int, CallErrand.Result).self) { group in
            for (index, request) in requests.enumerated() {
                group.addTask {
                    do throws(OutgoingFailure) {
                        return (index, .success(try await self.outgoing.send(request)))
                    } catch {
                        return (index, .failure(error))
                    }
                }
            }
            var results: [Int: CallErrand.Result] = [:]
            for await (index, result) in group {
                results[index] = result
                guard isAny else { continue }
                group.cancelAll()
                break
            }
            return results
        }
    }
}

/// Something that a call waits for.
package enum CallErrand: Sendable {
    /// A request of a policy.
    case request(OutgoingRequest)
    /// Requests at the same time; where any will do, the first that is done ends the others.
    case requests([OutgoingRequest], isAny: Bool)
    /// A token of the gateway's identity.
    case token(resource: String, clientID: String?)
    /// The configuration of a token issuer.
    case issuer(String)
    /// What authorities say about certificates.
    case revocation([RevocationQuestion])

    /// What came of one request.
    package typealias Result = Swift.Result<OutgoingResponse, OutgoingFailure>

    /// What came of it.
    package enum Outcome: Sendable {
        case response(OutgoingResponse)
        case results([Int: Result])
        case token(IdentityToken)
        case issuer(IssuerConfiguration)
        /// What was asked is known now.
        case answered
        case failed(OutgoingFailure)
    }
}

/// What `trace` said.
package struct TraceRecord: Sendable {
    /// Who said it.
    package let source: String
    /// `verbose`, `information` or `error`.
    package let severity: String
    /// What was said.
    package let message: String
    /// More, by name.
    package let metadata: [(name: String, value: String)]
    /// The call.
    package let activityID: String
}

/// Hears what policies say.
package protocol TraceSink: Sendable {
    /// A policy said something.
    func record(_ record: TraceRecord)
}
