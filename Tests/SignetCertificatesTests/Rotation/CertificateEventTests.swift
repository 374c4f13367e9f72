// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCertificates
import SignetCore
import Testing

@Suite(.timeLimit(.minutes(15))) struct CertificateEventTests {
    let folder: TemporaryFolder
    let clock = ManualTime()
    let first: ClientCertificate
    let second: ClientCertificate

    init() throws {
        self.folder = try TemporaryFolder()
        self.first = try ClientCertificate.create(Samples.template("CN=first"))
        self.second = try ClientCertificate.create(Samples.template("CN=second"))
    }

    private func collect(_ events: some AsyncSequence<CertificateEvent, Never>) async -> [CertificateEvent] {
        var all: [CertificateEvent] = []
        for await event in events { all.append(event) }
        return all
    }

    @Test func everyListenerHearsOfRotationsAndOfNewReasonsOfFailures() async throws {
        let path = self.folder.file("pair.pem")
        try self.first.writePEM(to: path)
        var rotation: CertificateRotation? = try await CertificateRotation(source: .file(path), clock: self.clock)
        let (one, two) = (rotation?.events, rotation?.events)
        for content in ["half", "half of it", nil, "again"] {
            if let content {
                try self.folder.write("pair.pem", Array(content.utf8))
            } else {
                try FileManager.default.removeItem(atPath: path)
            }
            for _ in 0..<3 {
                self.clock.advance(1)
                _ = rotation?.current()
            }
        }
        try self.second.writePEM(to: path)
        self.clock.advance(1)
        _ = rotation?.current()
        rotation = nil
        let (heard, alsoHeard) = (await collect(try #require(one)), await collect(try #require(two)))
        #expect(heard.map(\.description) == alsoHeard.map(\.description))
        try #require(heard.count == 4)
        let codes = heard.prefix(3)
            .map { event in
                if case .failed(let error, let inUse, let days) = event, inUse == self.first.publicCertificate,
                    days == 1736
                {
                    return error.code.description
                }
                return "\(event)"
            }
        #expect(codes == ["unrecognizedFormat", "unreadableFile", "unrecognizedFormat"])
        guard case .rotated(let old, let new, let days) = heard[3] else {
            Issue.record("\(heard[3])")
            return
        }
        #expect(old?.sha1Thumbprint == self.first.sha1Thumbprint)
        #expect(new.sha1Thumbprint == self.second.sha1Thumbprint)
        #expect(days == 1736)
        #expect(heard[3].description.contains(self.first.sha1Thumbprint.hexadecimal))
        #expect(heard[3].description.contains(self.second.sha1Thumbprint.hexadecimal))
        #expect(heard[3].description.contains("1736 days"))
    }

    @Test func aSlowListenerLosesTheOldestAndHoldsNobodyUp() async throws {
        var rotation: CertificateRotation? = try await CertificateRotation(
            source: .certificate(self.first),
            clock: self.clock
        )
        let slow = try #require(rotation?.events)
        for step in 0..<100 { try rotation?.rotate(to: step.isMultiple(of: 2) ? self.second : self.first) }
        rotation = nil
        let heard = await collect(slow)
        #expect(heard.count == 32)
        #expect(heard.last?.certificate == self.first.publicCertificate)
    }

    @Test func aListenerThatLeavesIsForgotten() async {
        let broadcast = EventBroadcast<Int>()
        let task = Task {
            for await event in broadcast.listen() where event == 1 { return }
        }
        while broadcast.listenerCount == 0, !Task.isCancelled { await Task.yield() }
        broadcast.send(1)
        await task.value
        while broadcast.listenerCount != 0, !Task.isCancelled { await Task.yield() }
    }

    @Test func followsWithoutAnybodyAsking() async throws {
        let path = self.folder.file("pair.pem")
        try self.first.writePEM(to: path)
        let rotation = try await CertificateRotation(source: .file(path), clock: self.clock)
        let events = rotation.events
        let follower = Task { await rotation.run(every: .seconds(60)) }
        try self.second.writePEM(to: path)
        for await event in events {
            #expect(event.certificate?.sha1Thumbprint == self.second.sha1Thumbprint)
            break
        }
        follower.cancel()
        await follower.value
    }

    @Test(arguments: [(0.0, 10), (1, 9), (86_400, 9), (863_999, 0), (864_001, -1)])
    func countsWholeDays(elapsed: Double, days: Int) throws {
        var template = Samples.template()
        template.notBefore = self.clock.now
        template.notAfter = self.clock.now + 864_000
        let certificate = try ClientCertificate.create(template).publicCertificate
        #expect(certificate.daysLeft(at: self.clock.now + elapsed) == days)
        #expect(certificate.daysLeft(at: Date(timeIntervalSince1970: -1e300)) == 4_000_000)
    }
}
