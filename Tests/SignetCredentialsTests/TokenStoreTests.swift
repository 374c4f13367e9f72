// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCore
import SignetTesting
import Testing

@testable import SignetCredentials

@Suite struct TokenStoreTests {
    private static let partition = TokenKey.Partition(clientID: "c", authority: .publicCloud, tenantID: "t")

    private func key(_ scope: String) -> TokenKey {
        TokenKey(partition: Self.partition, request: TokenRequest(scope: scope))
    }

    private func token(_ text: String, until expiry: Double) -> AccessToken {
        AccessToken(text: SecretBytes(utf8: text), expiresOn: Date(timeIntervalSinceReferenceDate: expiry))
    }

    private func insert(_ store: inout TokenStore, _ name: String, until expiry: Double = 1_000, at now: Double = 0) {
        store.insert(token(name, until: expiry), for: key(name), refreshDue: expiry, at: now)
    }

    @Test func dropsTheLeastRecentlyUsedAtItsBound() {
        var store = TokenStore(capacity: 3)
        for name in ["a", "b", "c"] { insert(&store, name) }
        #expect(store.find(key("a"), at: 1) != nil)
        insert(&store, "d")
        #expect(store.find(key("b"), at: 1) == nil)
        #expect(store.find(key("a"), at: 1)?.token.exposedText == "a")
        #expect(store.find(key("c"), at: 1)?.token.exposedText == "c")
        #expect(store.find(key("d"), at: 1)?.token.exposedText == "d")
        #expect(store.count == 3)
    }

    @Test func dropsExpiredOnesBeforeLivingOnes() {
        var store = TokenStore(capacity: 3)
        insert(&store, "old", until: 10)
        insert(&store, "a")
        insert(&store, "b")
        insert(&store, "c", at: 20)
        #expect(store.count == 3)
        for name in ["a", "b", "c"] { #expect(store.find(key(name), at: 20) != nil) }
    }

    @Test func givesNothingFromTheMomentOfExpiry() {
        var store = TokenStore(capacity: 3)
        insert(&store, "a", until: 10)
        #expect(store.find(key("a"), at: 9.999) != nil)
        #expect(store.find(key("a"), at: 10) == nil)
        #expect(store.count == 0)
        insert(&store, "b", until: 10, at: 10)
        #expect(store.count == 0)
    }

    @Test func agreesWithASlowModelOverManySteps() {
        var generator = SystemRandomNumberGenerator()
        var store = TokenStore(capacity: 8)
        var model: [(name: String, expiry: Double)] = []
        for step in 0..<5_000 {
            let now = Double(step)
            let name = "\(Int.random(in: 0..<20, using: &generator))"
            if Bool.random(using: &generator) {
                let found = store.find(key(name), at: now)?.token.exposedText
                let index = model.firstIndex { $0.name == name && now < $0.expiry }
                #expect((found != nil) == (index != nil))
                model.removeAll { $0.name == name && now >= $0.expiry }
                if let index = model.firstIndex(where: { $0.name == name }) { model.append(model.remove(at: index)) }
            } else {
                let expiry = now + Double.random(in: 1..<60, using: &generator)
                insert(&store, name, until: expiry, at: now)
                if let index = model.firstIndex(where: { $0.name == name }) {
                    model.remove(at: index)
                } else {
                    for _ in 0..<2 where model.first.map({ now >= $0.expiry }) == true { model.removeFirst() }
                    if model.count >= 8 { model.removeFirst() }
                }
                model.append((name, expiry))
            }
            #expect(store.count == model.count)
        }
    }

    @Test func aKeyIsTheSameForScopesInAnyOrderAndDiffersOtherwise() {
        let requests = [
            TokenRequest(scopes: ["a"]), TokenRequest(scopes: ["a", "b"]), TokenRequest(scope: "a", claims: "{}"),
            TokenRequest(scope: "a", tenantID: "x"), TokenRequest(scope: "a", enablesCAE: true),
            TokenRequest(scope: "b"),
            TokenRequest(scope: "a b"),
        ]
        #expect(Set(requests.map { TokenKey(partition: Self.partition, request: $0) }).count == requests.count)
        #expect(TokenRequest(scopes: ["b", "a", "b"]) == TokenRequest(scopes: ["a", "b"]))
        #expect(TokenRequest(scope: "a") == TokenRequest(scopes: ["a", "a"]))
        let others = [
            TokenKey.Partition(clientID: "d", authority: .publicCloud, tenantID: "t"),
            TokenKey.Partition(clientID: "c", authority: .china, tenantID: "t"),
            TokenKey.Partition(clientID: "c", authority: .publicCloud, tenantID: "u"),
        ]
        let request = TokenRequest(scope: "a")
        #expect(Set(others.map { TokenKey(partition: $0, request: request) } + [key("a")]).count == 4)
    }
}
