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
    private func key(_ scope: String) -> TokenKey {
        TokenKey(request: TokenRequest(scope: scope))
    }

    private func token(_ text: String, until expiry: Double) -> AccessToken {
        AccessToken(text: SecretBytes(utf8: text), expiresOn: Date(timeIntervalSinceReferenceDate: expiry))
    }

    private func insert(_ store: inout TokenStore, _ name: String, until expiry: Double = 1_000, at now: Double = 0) {
        store.insert(token(name, until: expiry), for: key(name), refreshDue: expiry, at: now)
    }

    @Test func dropsTheLeastRecentlyUsed() {
        var store = TokenStore()
        for name in ["a", "b", "c"] { insert(&store, name) }
        #expect(store.find(key("a"), at: 1)?.token.exposedText == "a")
        insert(&store, "d", at: 2)
        store.removeOldest()
        #expect(store.oldestUse == 0)
        #expect(store.find(key("b"), at: 3) == nil)
        store.removeOldest()
        #expect(store.oldestUse == 1)
        for name in ["a", "d"] { #expect(store.find(key(name), at: 3) != nil) }
        #expect(store.count == 2)
    }

    @Test func anInsertionClearsTheExpiredAway() {
        var store = TokenStore()
        for number in 0..<60 { insert(&store, "\(number)", until: number.isMultiple(of: 2) ? 10 : 1_000) }
        insert(&store, "new", at: 20)
        #expect(store.count == 31)
        #expect(store.find(key("59"), at: 20) != nil)
    }

    @Test func givesNothingFromTheMomentOfExpiry() {
        var store = TokenStore()
        insert(&store, "a", until: 10)
        #expect(store.find(key("a"), at: 9.999) != nil)
        #expect(store.find(key("a"), at: 10) == nil)
        #expect(store.count == 0)
        insert(&store, "b", until: 10, at: 10)
        #expect(store.count == 0)
        #expect(store.bytes == 0)
    }

    @Test func agreesWithASlowModelOverManySteps() {
        var generator = SystemRandomNumberGenerator()
        var store = TokenStore()
        var model: [(name: String, text: String, expiry: Double)] = []
        for step in 0..<20_000 {
            let now = Double(step)
            let name = "\(Int.random(in: 0..<40, using: &generator))"
            switch Int.random(in: 0..<8, using: &generator) {
            case 0..<4:
                let found = store.find(key(name), at: now)?.token.exposedText
                let index = model.firstIndex { $0.name == name && now < $0.expiry }
                #expect(found == index.map { model[$0].text })
                if let index { model.append(model.remove(at: index)) }
            case 4..<7:
                let expiry = now + Double.random(in: 1..<200, using: &generator)
                let text = "\(name) \(step)"
                store.insert(token(text, until: expiry), for: key(name), refreshDue: expiry, at: now)
                model.removeAll { $0.name == name || now >= $0.expiry }
                model.append((name, text, expiry))
                // Fewer slots than one insertion sweeps: then nothing that has expired is left.
                #expect(store.count == model.count)
            default:
                model.removeAll { now >= $0.expiry }
                insert(&store, "sweep", until: now + 0.5, at: now)
                #expect(store.find(key("sweep"), at: now + 0.5) == nil)
                store.removeOldest()
                if !model.isEmpty { model.removeFirst() }
            }
        }
        for entry in model { _ = store.find(key(entry.name), at: .infinity) }
        #expect(store.count == 0)
        #expect(store.bytes == 0)
    }

    @Test func findsEachOfManyThousands() {
        var store = TokenStore()
        for number in 0..<5_000 { insert(&store, "\(number)") }
        #expect(store.count == 5_000)
        for number in 0..<5_000 { #expect(store.find(key("\(number)"), at: 1)?.token.exposedText == "\(number)") }
        for _ in 0..<4_999 { store.removeOldest() }
        #expect(store.find(key("4999"), at: 1) != nil)
    }

    @Test func aKeyIsTheSameForScopesInAnyOrderAndDiffersOtherwise() {
        let requests = [
            TokenRequest(scopes: ["a"]), TokenRequest(scopes: ["a", "b"]), TokenRequest(scope: "a", claims: "{}"),
            TokenRequest(scope: "a", tenantID: "x"), TokenRequest(scope: "a", enablesCAE: true),
            TokenRequest(scope: "b"),
            TokenRequest(scope: "a b"),
        ]
        #expect(Set(requests.map { TokenKey(request: $0) }).count == requests.count)
        #expect(TokenRequest(scopes: ["b", "a", "b"]) == TokenRequest(scopes: ["a", "b"]))
        #expect(TokenRequest(scope: "a") == TokenRequest(scopes: ["a", "a"]))
        let users = ["x", "y"].map { UserAssertionHash(SecretBytes(utf8: $0)) }
        let request = TokenRequest(scope: "a")
        #expect(Set(users.map { TokenKey(request: request, user: $0) } + [key("a")]).count == 3)
        #expect(UserAssertionHash(SecretBytes(utf8: "x")) == users[0])
    }
}
