// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import SignetExpressions
import SignetPolicies

/// What `cache-lookup` has found out, for `cache-store`.
struct ResponseCaching {
    let key: CacheKey
    let downstream: CacheLookup.DownstreamCaching
    let mustRevalidate: Bool
    let allowsPrivate: Bool
    let varyNames: [String]
}

extension Call {
    private var now: Date { self.environment.clock.now }

    /// `cache-lookup-value`.
    func lookUp(_ lookup: CacheLookupValue, _ step: PlanStep) throws(CallError) {
        let key = CacheKey(.value, try text(lookup.key, step))
        if case .value(let value)? = self.services.cache.entry(for: key, at: self.now) {
            // What is kept is shared: the call gets a copy of its own.
            self.state.variables[lookup.variableName] = value.detached()?.value ?? .null
        } else if let fallback = lookup.defaultValue {
            self.state.variables[lookup.variableName] = try value(fallback, step)
        }
    }

    /// `cache-store-value`.
    func store(_ store: CacheStoreValue, _ step: PlanStep) throws(CallError) {
        let key = CacheKey(.value, try text(store.key, step))
        let value = try value(store.value, step)
        let duration = try integer(store.duration, step)
        guard let (kept, size) = value.detached() else {
            throw CallError(
                at: step,
                reason: "InvalidOperation",
                message: "A value of type '\(value.invariantText)' cannot be stored in the cache."
            )
        }
        var extra = 0
        if case .object(let object) = kept, let response = object as? ResponseContext { extra = response.size }
        let expiry = self.now.addingTimeInterval(Double(max(0, duration)))
        self.services.cache.store(.value(kept), size: size + extra, for: key, until: expiry)
    }

    /// `cache-remove-value`.
    func removeValue(_ key: PolicyValue, _ step: PlanStep) throws(CallError) {
        self.services.cache.remove(CacheKey(.value, try text(key, step)))
    }

    /// `cache-lookup`: a response that is kept takes the place of the backend's.
    func lookUp(_ lookup: CacheLookup, _ step: PlanStep) throws(CallError) -> CallStep? {
        let allowsPrivate = try decision(lookup.allowsPrivateResponses, step)
        guard self.state.request.isMethod("GET"), self.state.destination.method ?? "GET" == "GET",
            allowsPrivate || self.state.request.firstValueRange(of: "Authorization") == nil
        else { return nil }
        let names = try texts(lookup.headers, step)
        let caching = ResponseCaching(
            key: CacheKey(.response, try responseKey(lookup, names, step)),
            downstream: try downstream(lookup, step),
            mustRevalidate: try decision(lookup.mustRevalidate, step),
            allowsPrivate: allowsPrivate,
            varyNames: names
        )
        self.caching = caching
        guard case .response(let stored)? = self.services.cache.entry(for: caching.key, at: self.now) else {
            return nil
        }
        respond(stored.status, reason: stored.reason.isEmpty ? nil : stored.reason)
        for field in stored.fields { self.state.response.append(field.name, field.value) }
        self.state.responseBody = .written(stored.body)
        skipToOutbound()
        return nil
    }

    /// Goes on behind `cache-store`, or from the beginning of the section where it has none.
    private func skipToOutbound() {
        let steps = self.state.plan?.outbound ?? []
        let store = steps.firstIndex { step in
            step.all.contains { if case .cacheStore = $0.statement { true } else { false } }
        }
        self.stack.removeAll(keepingCapacity: true)
        self.section = .outbound
        self.stack.append(Frame(steps: steps, index: store.map { $0 + 1 } ?? 0))
    }

    private func downstream(
        _ lookup: CacheLookup,
        _ step: PlanStep
    ) throws(CallError) -> CacheLookup.DownstreamCaching {
        switch lookup.downstreamCaching {
        case .literal(let type): return type
        case .expression(let expression):
            let text = try text(.expression(expression), step)
            guard let type = CacheLookup.DownstreamCaching(rawValue: text) else {
                throw CallError(
                    at: step,
                    reason: "ExpressionValueEvaluationFailure",
                    message: "'\(text)' is not one of none, private, public."
                )
            }
            return type
        }
    }

    /// Everything that tells responses apart; each part with its length, so that no two lists of parts look alike.
    private func responseKey(_ lookup: CacheLookup, _ headers: [String], _ step: PlanStep) throws(CallError) -> String {
        var parts: [String] = []
        if let plan = self.state.plan {
            parts += [plan.api.id, plan.operation?.id ?? "", plan.product?.id ?? ""]
        }
        parts.append(self.state.request.authority.lowercased())
        parts.append(self.state.request.text(self.state.request.pathRange))
        let query = self.state.request.queryRange.map { QueryParameters(self.state.request.bytes[$0]) }
        var wanted: [String] = []
        for value in try texts(lookup.parameters, step) {
            wanted += value.split(separator: ";").map { String($0).trimmingSpaces.lowercased() }
        }
        let items = (query?.items ?? [])
            .filter { wanted.isEmpty || wanted.contains($0.name.lowercased()) }
            .map { ($0.name.lowercased(), $0.value) }.sorted { $0 < $1 }
        parts.append(String(items.count))
        for item in items { parts += [item.0, item.1] }
        for name in headers.flatMap({ $0.split(separator: ";") }) {
            let name = String(name).trimmingSpaces
            parts.append(self.state.request.values(of: name).joined(separator: ","))
        }
        // A developer is known by the subscription, and so are the groups.
        let byDeveloper = try decision(lookup.variesByDeveloper, step)
        let byGroups = try decision(lookup.variesByDeveloperGroups, step)
        if byDeveloper || byGroups { parts.append(self.state.subscription?.id ?? "") }
        return parts.map { "\($0.utf8.count):\($0)" }.joined()
    }

    /// `cache-store`.
    func store(_ store: CacheStore, _ step: PlanStep) throws(CallError) {
        guard let caching = self.caching else { return }
        let duration = try integer(store.duration, step)
        let wants = try store.storesResponse.map { value throws(CallError) in try decision(value, step) }
        let isShareable = self.isShareable(caching)
        tellOthers(caching, duration)
        guard wants ?? (self.state.response.status == 200), let body = self.state.responseBody.bytes, isShareable else {
            return
        }
        let head = self.state.response
        var fields: [(name: String, value: String)] = []
        for field in head.fields where !field.isDropped && !field.name.isHopByHop {
            let name = head.text(field.nameRange)
            guard !FieldRules.isOfConnection(name) else { continue }
            fields.append((name, head.text(field.valueRange)))
        }
        let response = StoredResponse(
            status: head.status,
            reason: self.state.reason ?? head.text(head.reasonRange),
            fields: fields,
            body: body,
            stored: self.now
        )
        let expiry = self.now.addingTimeInterval(Double(max(0, duration)))
        self.services.cache.store(.response(response), size: response.size, for: caching.key, until: expiry)
    }

    /// Whether others may get the response too: what is made for one caller says so.
    private func isShareable(_ caching: ResponseCaching) -> Bool {
        guard self.state.response.firstValueRange(of: "Set-Cookie") == nil else { return false }
        let directives = self.state.response.values(of: "Cache-Control")
            .flatMap { $0.split(separator: ",") }.map { String($0).trimmingSpaces.lowercased() }
        return !directives.contains("no-store") && (caching.allowsPrivate || !directives.contains("private"))
    }

    /// Says what callers and what lies between may do with the response.
    private func tellOthers(_ caching: ResponseCaching, _ duration: Int) {
        let directives: [String]
        switch caching.downstream {
        case .none: directives = ["no-store"]
        case .private: directives = ["private", "max-age=\(max(0, duration))"]
        case .public: directives = ["public", "max-age=\(max(0, duration))"]
        }
        self.state.response.remove("Cache-Control")
        let all = directives + (caching.mustRevalidate ? ["must-revalidate"] : [])
        self.state.response.append("Cache-Control", all.joined(separator: ", "))
        guard caching.downstream != .none, !caching.varyNames.isEmpty else { return }
        self.state.response.append("Vary", caching.varyNames.joined(separator: ", "))
    }
}
