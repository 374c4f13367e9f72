// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCertificates
import SignetCore
import Testing

/// What can become of a file that is followed.
@Suite(.timeLimit(.minutes(15))) struct LostFileTests {
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

    @Test func aDeletedFileIsFollowedAgainWhenItComesBack() async throws {
        let rotation = try await rotation()
        try FileManager.default.removeItem(atPath: self.path)
        for _ in 0..<10 { #expect(next(rotation) == self.first.sha1Thumbprint) }
        #expect(rotation.lastFailure?.code == .unreadableFile)
        try self.second.writePEM(to: self.path)
        #expect(next(rotation) == self.second.sha1Thumbprint)
        #expect(rotation.lastFailure == nil)
    }

    @Test func aFileWhosePermissionIsLostKeepsThePairUntilItIsBack() async throws {
        let rotation = try await rotation()
        // Root may read everything, so the looks are those of a thread with another user's permissions.
        _ = unsafe chmod(self.folder.path, 0o755)
        try self.second.writePEM(to: self.path)
        _ = unsafe chmod(self.path, 0o000)
        let (path, clock) = (self.path, self.clock)
        let lost = await Stranger.run {
            (0..<10)
                .map { _ in
                    clock.advance(1)
                    return rotation.current().sha1Thumbprint
                }
        }
        #expect(Set(lost) == [self.first.sha1Thumbprint])
        #expect(rotation.lastFailure?.code == .unreadableFile)
        #expect(rotation.lastFailure?.message.contains("Permission denied") == true)
        #expect(rotation.lastFailure?.message.contains(path) == true)
        _ = unsafe chmod(self.path, 0o644)
        let found = await Stranger.run {
            clock.advance(1)
            return rotation.current().sha1Thumbprint
        }
        #expect(found == self.second.sha1Thumbprint, "the time of the content did not change, its permissions did")
        #expect(rotation.lastFailure == nil)
    }

    @Test(arguments: ["directory", "pipe", "gigabyte", "loop"])
    func whatIsNoFileAtAllKeepsThePairAndHangsNobody(kind: String) async throws {
        let rotation = try await rotation()
        try FileManager.default.removeItem(atPath: self.path)
        let expected: SignetCertificates.CertificateError.Code
        switch kind {
        case "directory":
            try FileManager.default.createDirectory(atPath: self.path, withIntermediateDirectories: true)
            expected = .unreadableFile
        case "pipe":
            let made = unsafe mkfifo(self.path, 0o600)
            #expect(made == 0)
            expected = .unreadableFile
        case "loop":
            try FileManager.default.createSymbolicLink(atPath: self.path, withDestinationPath: "pair.pem")
            expected = .unreadableFile
        default:
            try self.folder.write("pair.pem", [])
            let grown = unsafe truncate(self.path, 1 << 30)
            #expect(grown == 0)
            expected = .fileTooLarge
        }
        #expect(next(rotation) == self.first.sha1Thumbprint)
        #expect(rotation.lastFailure?.code == expected)
        await #expect(throws: SignetCertificates.CertificateError.self) {
            try await CertificateRotation(source: .file(self.path), clock: self.clock)
        }
        try FileManager.default.removeItem(atPath: self.path)
        try self.second.writePEM(to: self.path)
        #expect(next(rotation) == self.second.sha1Thumbprint)
    }
}
