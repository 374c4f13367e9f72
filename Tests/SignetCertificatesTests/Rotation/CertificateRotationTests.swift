// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCertificates
import SignetCore
import Testing

@Suite struct CertificateRotationTests {
    let folder: TemporaryFolder
    let clock = ManualTime()
    let first: ClientCertificate
    let second: ClientCertificate

    init() throws {
        self.folder = try TemporaryFolder()
        self.first = try ClientCertificate.create(Samples.template("CN=first"))
        self.second = try ClientCertificate.create(Samples.template("CN=second"))
    }

    private var path: String { self.folder.file("pair.pem") }

    private func rotation() async throws -> CertificateRotation {
        try self.first.writePEM(to: self.path)
        return try await CertificateRotation(source: .file(self.path), clock: self.clock)
    }

    private func next(_ rotation: CertificateRotation) -> Thumbprint {
        self.clock.advance(1)
        return rotation.current().sha1Thumbprint
    }

    @Test func followsAReplacedFileWithinItsInterval() async throws {
        let rotation = try await rotation()
        try self.second.writePEM(to: self.path)
        #expect(rotation.current().sha1Thumbprint == self.first.sha1Thumbprint, "no look before the interval is over")
        #expect(next(rotation) == self.second.sha1Thumbprint)
        #expect(rotation.previous?.sha1Thumbprint == self.first.sha1Thumbprint)
        #expect(rotation.version == 2)
        #expect(rotation.lastFailure == nil)
    }

    @Test func followsAnExchangedSymbolicLink() async throws {
        try self.first.writePEM(to: self.folder.file("one.pem"))
        try self.second.writePEM(to: self.folder.file("two.pem"))
        let link = self.folder.file("current")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "one.pem")
        let rotation = try await CertificateRotation(source: .file(link), clock: self.clock)
        #expect(next(rotation) == self.first.sha1Thumbprint)
        try FileManager.default.removeItem(atPath: link)
        #expect(next(rotation) == self.first.sha1Thumbprint, "between the two links there is no file")
        #expect(rotation.lastFailure?.code == .unreadableFile)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "two.pem")
        #expect(next(rotation) == self.second.sha1Thumbprint)
    }

    @Test func keepsThePairWhileTheFileIsHalfWritten() async throws {
        let rotation = try await rotation()
        let bytes = try self.second.pem().withExposedBytes { $0 }
        for count in [0, 10, bytes.count / 2, bytes.count - 5] {
            try self.folder.write("pair.pem", Array(bytes.prefix(count)))
            #expect(next(rotation) == self.first.sha1Thumbprint)
            #expect(rotation.lastFailure != nil)
        }
        #expect(rotation.lastFailure?.code == .truncated)
        try self.folder.write("pair.pem", bytes)
        #expect(next(rotation) == self.second.sha1Thumbprint)
        #expect(rotation.lastFailure == nil)
    }

    @Test func keepsThePairForAKeyWithAnotherCertificate() async throws {
        let rotation = try await rotation()
        let key =
            try String(decoding: self.second.pem().withExposedBytes { $0 }, as: UTF8.self)
            .components(separatedBy: "-----BEGIN CERT")[0]
        try self.folder.write("pair.pem", Array((key + self.first.certificatePEM).utf8))
        #expect(next(rotation) == self.first.sha1Thumbprint)
        #expect(rotation.lastFailure?.code == .keyMismatch)
    }

    @Test func waitsForAPairThatIsNotYetValid() async throws {
        let rotation = try await rotation()
        var template = Samples.template("CN=tomorrow")
        template.notBefore = self.clock.now + 3600
        let later = try ClientCertificate.create(template)
        try later.writePEM(to: self.path)
        #expect(next(rotation) == self.first.sha1Thumbprint)
        #expect(rotation.lastFailure?.code == .notYetValid)
        self.clock.advance(3600)
        #expect(next(rotation) == later.sha1Thumbprint)
        #expect(rotation.lastFailure == nil)
    }

    @Test func refusesPairsOutsideOfTheirTime() async throws {
        var template = Samples.template()
        template.notAfter = self.clock.now - 1
        let old = try ClientCertificate.create(template)
        try old.writePEM(to: self.folder.file("old.pem"))
        let error = await #expect(throws: CertificateError.self) {
            try await CertificateRotation(source: .file(self.folder.file("old.pem")), clock: self.clock)
        }
        #expect(error?.code == .expired)
        let rotation = try await rotation()
        #expect(throws: CertificateError.self) { try rotation.rotate(to: old) }
        try old.writePEM(to: self.path)
        #expect(next(rotation) == self.first.sha1Thumbprint)
        #expect(rotation.lastFailure?.code == .expired)
    }

    @Test func rotatesWhenTold() async throws {
        let rotation = try await CertificateRotation(source: .certificate(self.first), clock: self.clock)
        try rotation.rotate(to: self.second)
        #expect(next(rotation) == self.second.sha1Thumbprint)
        #expect(rotation.previous?.sha1Thumbprint == self.first.sha1Thumbprint)
        try rotation.rotate(to: self.second)
        #expect(rotation.version == 2, "the same pair is no change")
    }

    @Test func looksAgainAfterTheClockWasSetBack() async throws {
        let rotation = try await rotation()
        try self.second.writePEM(to: self.path)
        self.clock.advance(-100_000)
        #expect(rotation.current().sha1Thumbprint == self.second.sha1Thumbprint)
    }

    @Test func givesEveryCallerOneOfThePairsUnderConcurrentReplacement() async throws {
        let rotation = try await rotation()
        let (first, second) = (self.first.sha1Thumbprint, self.second.sha1Thumbprint)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<200)
                        .allSatisfy { _ in
                            self.clock.advance(0.5)
                            return [first, second].contains(rotation.current().sha1Thumbprint)
                        }
                }
            }
            group.addTask {
                for step in 0..<40 {
                    try (step.isMultiple(of: 2) ? self.second : self.first).writePEM(to: self.path)
                }
                return true
            }
            for try await fine in group {
                #expect(fine)
            }
        }
        try self.second.writePEM(to: self.path)
        #expect(next(rotation) == second)
    }
}
