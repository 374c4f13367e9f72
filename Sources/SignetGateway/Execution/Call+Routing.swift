// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension Call {
    /// Finds API, operation and subscription.
    func route() -> CallError? {
        let configuration = self.state.configuration
        let bytes = self.state.request.bytes
        do {
            try self.segments.split(bytes, self.state.request.pathRange)
        } catch {
            return CallError(
                source: "configuration",
                reason: "OperationNotFound",
                message: "The path of the request holds '.' or '..' segments, or too many of them.",
                status: 400
            )
        }
        let segments = self.segments.ranges
        guard let (place, depth) = configuration.table.match(segments, of: bytes),
            let index = configuration.parts.places[place].api(for: self.state.request)
        else { return .operationNotFound }
        let entry = configuration.entries[index]
        if entry.api.kind == .webSocket, !self.state.request.asksForWebSocket { return .handshakeExpected }
        let rest = segments[depth...]
        guard let match = entry.operations.match(method: self.state.request.methodRange, segments: rest, of: bytes)
        else {
            self.state.plan = entry.unmatched
            return .operationNotFound
        }
        self.state.plan = entry.plans[match.operation]
        self.state.parameters = match.parameters
        self.state.destination.service = entry.api.serviceURL
        let start = depth == 0 ? self.state.request.pathRange.lowerBound : segments[depth - 1].upperBound
        self.state.destination.suffix = start..<self.state.request.pathRange.upperBound
        return authorize(entry, operation: match.operation)
    }

    /// The plan of the operation that a method at the request's path means; `nil` where there is none.
    func findPlan(method: Range<Int>) -> CallPlan? {
        let configuration = self.state.configuration
        guard (try? self.segments.split(self.state.request.bytes, self.state.request.pathRange)) != nil,
            let (place, depth) = configuration.table.match(self.segments.ranges, of: self.state.request.bytes),
            let index = configuration.parts.places[place].api(for: self.state.request)
        else { return nil }
        let entry = configuration.entries[index]
        let rest = self.segments.ranges[depth...]
        guard let match = entry.operations.match(method: method, segments: rest, of: self.state.request.bytes) else {
            return nil
        }
        self.state.parameters = match.parameters
        return entry.plans[match.operation]
    }

    private func authorize(_ entry: GatewayConfiguration.Entry, operation: Int) -> CallError? {
        guard let key = subscriptionKey(entry.api) else {
            if let product = entry.openProducts.first {
                choose(product, entry, operation)
                return nil
            }
            return entry.api.subscriptionRequired ? .subscriptionKeyMissing : nil
        }
        let subscription = self.state.configuration.subscriptions[key]
        let opens = subscription.map { $0.isActive(at: self.state.timestamp) && opensAPI($0, entry.api) } ?? false
        guard let subscription, opens else {
            return entry.api.subscriptionRequired ? .subscriptionKeyInvalid : nil
        }
        self.state.subscription = subscription
        self.state.subscriptionKey = SecretBytes(key)
        if case .product(let id) = subscription.scope, let product = self.state.configuration.products[id] {
            choose(product, entry, operation)
        }
        return nil
    }

    private func choose(_ product: Product, _ entry: GatewayConfiguration.Entry, _ operation: Int) {
        if let plan = entry.productPlans[product.id]?[operation] { self.state.plan = plan }
    }

    private func opensAPI(_ subscription: Subscription, _ api: API) -> Bool {
        switch subscription.scope {
        case .all: return true
        case .workspace(let name): return api.space.workspace?.lowercased() == name
        case .api(let id): return id == api.baseID
        case .product(let id):
            guard let product = self.state.configuration.products[id] else { return false }
            return product.isPublished && product.apis.contains(api.baseID)
        }
    }

    func subscriptionKey(_ api: API) -> [UInt8]? {
        if let range = self.state.request.firstValueRange(of: api.keyHeader) {
            return Array(self.state.request.bytes[range])
        }
        guard let query = self.state.request.queryRange else { return nil }
        return QueryParameters(self.state.request.bytes[query]).first(api.keyQuery).map { Array($0.utf8) }
    }
}
