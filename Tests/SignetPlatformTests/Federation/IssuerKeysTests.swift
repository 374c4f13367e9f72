// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCore
import Synchronization
import Testing

@testable import SignetPlatform

@Suite struct IssuerKeysTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    /// Documents that come when a test lets them.
    private final class Gate: RemoteDocuments {
        private let inner: TestIssuer
        private let state = Mutex((isOpen: false, waiting: [CheckedContinuation<Void, Never>]()))

        init(_ inner: TestIssuer) { self.inner = inner }

        func open() {
            let waiting = self.state.withLock { state in
                state.isOpen = true
                defer { state.waiting = [] }
                return state.waiting
            }
            for continuation in waiting { continuation.resume() }
        }

        func document(at address: String, limit: Int) async throws -> [UInt8] {
            await withCheckedContinuation { continuation in
                let isOpen = self.state.withLock { state in
                    if !state.isOpen { state.waiting.append(continuation) }
                    return state.isOpen
                }
                if isOpen { continuation.resume() }
            }
            try Task.checkCancellation()
            return try await self.inner.document(at: address, limit: limit)
        }
    }

    private func issuer() throws -> TestIssuer { TestIssuer(["k1": try TestCertificates.stranger.get()]) }

    @Test func fiftyCallersAreOneFetch() async throws {
        let issuer = try issuer()
        let gate = Gate(issuer)
        let keys = IssuerKeys(documents: gate)
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await keys.keys(issuer: TestIssuer.address, identifier: "k1", at: Self.now).count
                }
            }
            gate.open()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts == Array(repeating: 1, count: 50))
        #expect(issuer.requests.count == 2)
    }

    @Test func aFailureIsNotKept() async throws {
        let issuer = try issuer()
        let keys = IssuerKeys(documents: issuer)
        issuer.put(nil, at: "/keys")
        await #expect(throws: IssuerKeys.Failure.self) {
            try await keys.keys(issuer: TestIssuer.address, identifier: "k1", at: Self.now)
        }
        issuer.publish(["k1": try TestCertificates.stranger.get()])
        #expect(try await keys.keys(issuer: TestIssuer.address, identifier: "k1", at: Self.now).count == 1)
    }

    @Test func oneWaiterLeavesAndTheOthersAreServed() async throws {
        let gate = Gate(try issuer())
        let keys = IssuerKeys(documents: gate)
        let stays = Task { try await keys.keys(issuer: TestIssuer.address, identifier: "k1", at: Self.now).count }
        let leaves = Task { try await keys.keys(issuer: TestIssuer.address, identifier: "k1", at: Self.now).count }
        leaves.cancel()
        await #expect(throws: CancellationError.self) { try await leaves.value }
        gate.open()
        #expect(try await stays.value == 1)
    }

    @Test func theNumberOfIssuersThatAreKeptIsBounded() throws {
        var table = IssuerKeyTable()
        let set = try #require(IssuerKeySet(["keys": []]))
        for number in 0..<1_000 {
            table.keep(set, of: "https://\(number).example", at: Self.now.addingTimeInterval(Double(number)))
        }
        #expect(table.count == 256)
    }

    @Test(arguments: [
        ("https://a.example", "https://a.example:443"), ("https://A.example:8443/x", "https://a.example:8443"),
        ("http://localhost:8080/", "http://localhost:8080"), ("http://127.0.0.1", "http://127.0.0.1:80"),
        ("http://[::1]:81/x", "http://[::1]:81"), ("http://a.example", nil), ("ftp://a.example", nil),
        ("https://", nil), ("https://a@b.example", nil), ("https://a.example:0", nil), ("https://a.example:99999", nil),
        ("https://a.example#f", nil), ("https://a\\b", nil), ("http://localhost.evil.example", nil),
        ("http://127.0.0.1@evil.example", nil), ("https:/a.example", nil), ("//a.example", nil), ("", nil),
        ("https://a b", nil), ("https://10.1.2.3", "https://10.1.2.3:443"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"), ("https://127.0.0.1", "https://127.0.0.1:443"),
        // Where clouds keep a machine's metadata, in every spelling that a resolver reads.
        ("https://169.254.169.254/latest", nil), ("https://2852039166", nil), ("https://0xa9fea9fe", nil),
        ("https://169.254.43518", nil), ("https://0251.0376.0251.0376", nil), ("https://169.254.169.254.", nil),
        ("https://[fe80::1]", nil), ("https://[::ffff:a9fe:a9fe]", nil), ("https://[::ffff:169.254.169.254]", nil),
        ("https://[64:ff9b::a9fe:a9fe]", nil), ("https://0.0.0.0", nil), ("https://[::]", nil),
        ("https://224.0.0.1", nil), ("https://255.255.255.255", nil), ("https://1.2.3", nil),
        ("https://[ff02::1]", nil), ("https://a.1", nil), ("https://[0:0:0:0:0:ffff:a9fe:a9fe]", nil),
        ("https://[0::FFFF:a9fe:a9fe]", nil), ("https://[::0:ffff:a9fe:a9fe]", nil), ("https://[::a9fe:a9fe]", nil),
        ("https://[0064:ff9b::a9fe:a9fe]", nil), ("https://[2002:a9fe:a9fe::1]", nil),
        ("https://[0:0::0]", nil), ("https://[fE80:0:0::1]", nil), ("https://[1:2]", nil), ("https://[:::]", nil),
        ("https://[12345::1]", nil), ("https://[0:0:0:0:0:0:0:1]", "https://[0:0:0:0:0:0:0:1]:443"),
    ])
    func readsAddresses(text: String, origin: String?) {
        #expect(RemoteAddress(text)?.origin == origin)
    }
}
