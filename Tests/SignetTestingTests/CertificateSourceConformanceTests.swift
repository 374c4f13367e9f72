// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCertificates
import SignetCore
import SignetTesting
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(15))) struct CertificateSourceConformanceTests {
    private typealias Subject = CertificateSourceConformance.Subject
    private typealias Rule = CertificateSourceConformance.Rule

    /// A folder of the test's own.
    private func withFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "signet-source-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }

    private static func write(_ bytes: [UInt8], _ url: URL) throws {
        try Data(bytes).write(to: url, options: .atomic)
    }

    private static func write(_ certificate: ClientCertificate, _ url: URL) throws {
        try certificate.pem().withExposedBytes { try write($0, url) }
    }

    @Test func aFileKeepsTheContract() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "client.pem")
            try await CertificateSourceConformance.check { first in
                try Self.write(first, file)
                return Subject(
                    source: .file(file.path()),
                    replace: { try Self.write($0, file) },
                    spoil: { try Self.write([1, 2, 3], file) }
                )
            }
        }
    }

    @Test(arguments: [true, false]) func twoFilesKeepTheContract(certificateFirst: Bool) async throws {
        try await withFolder { folder in
            let (chain, key) = (folder.appending(path: "tls.crt"), folder.appending(path: "tls.key"))
            let put: @Sendable (ClientCertificate) throws -> Void = { certificate in
                let text = try certificate.pem().withExposedBytes { String(decoding: $0, as: UTF8.self) }
                // The key comes first in what the library writes.
                let start = try #require(text.firstRange(of: "-----BEGIN CERTIFICATE")).lowerBound
                let parts = [(text[start...], chain), (text[..<start], key)]
                for (part, url) in certificateFirst ? parts : parts.reversed() { try Self.write(Array(part.utf8), url) }
            }
            try await CertificateSourceConformance.check { first in
                try put(first)
                return Subject(
                    source: .files(certificate: chain.path(), key: key.path()),
                    replace: put,
                    // The certificate of a pair without its key is no less spoilt than garbage.
                    spoil: { try Self.write([1, 2, 3], certificateFirst ? key : chain) }
                )
            }
        }
    }

    @Test func aProviderKeepsTheContract() async throws {
        try await CertificateSourceConformance.check { first in
            let shelf = Shelf(first)
            return Subject(
                source: .provider { try shelf.take() },
                replace: { shelf.put($0) },
                spoil: { shelf.put(nil) }
            )
        }
    }

    @Test func whatIsReadOnceGivesItsCertificate() async throws {
        let rules: Set<Rule> = [.readsAgain, .noticesReplacement]
        try await CertificateSourceConformance.check(excluding: rules) { first in
            Subject(source: .certificate(first), replace: { _ in })
        }
        try await CertificateSourceConformance.check(excluding: rules) { first in
            let bytes = try first.pem().withExposedBytes { $0 }
            return Subject(source: .bytes(bytes), replace: { _ in })
        }
        try await CertificateSourceConformance.check(excluding: rules) { first in
            let text = try first.pem().withExposedBytes { String(decoding: $0, as: UTF8.self) }
            return Subject(source: .environment("PEM", in: ["PEM": text]), replace: { _ in })
        }
    }

    /// Each planted fault with the rules that must find it.
    private static let faults: [(String, Set<Rule>, @Sendable (ClientCertificate, Shelf) -> CertificateSource)] = [
        (
            "gives another certificate", [.givesItsCertificate],
            { _, shelf in .provider { try TestCertificates.client("stranger", at: try shelf.take().notBefore + 86_400) }
            }
        ),
        (
            "remembers for ever", [.readsAgain, .noticesReplacement, .recovers, .keepsThePairInUse],
            { first, _ in .provider { first } }
        ),
        (
            "gives the old one where there is none", [.keepsThePairInUse, .failsWithCertificateErrors],
            { first, shelf in .provider { (try? shelf.take()) ?? first } }
        ),
        (
            "never recovers", [.recovers],
            { _, shelf in
                .provider {
                    if shelf.wasSpoilt { throw Shelf.Empty() }
                    return try shelf.take()
                }
            }
        ),
        ("gives nothing", [.givesItsCertificate], { _, _ in .provider { throw Shelf.Empty() } }),
    ]

    @Test(arguments: faults.indices) func findsWhoeverBreaksIt(index: Int) async throws {
        let (name, rules, make) = Self.faults[index]
        let failure = await #expect(throws: ConformanceFailure.self) {
            try await CertificateSourceConformance.check(patience: .milliseconds(500)) { first in
                let shelf = Shelf(first)
                return Subject(source: make(first, shelf), replace: { shelf.put($0) }, spoil: { shelf.put(nil) })
            }
        }
        let found = Set(failure?.violations.map(\.rule) ?? [])
        #expect(rules.allSatisfy { found.contains($0.rawValue) }, "\(name): found \(found)")
    }

    @Test func findsASourceThatShowsItsKey() async throws {
        let failure = await #expect(throws: ConformanceFailure.self) {
            try await CertificateSourceConformance.check(excluding: [.readsAgain, .noticesReplacement]) { first in
                let key = first.privateKey.pkcs8DER.withExposedBytes { Base64.encode($0) }
                return Subject(source: .provider(key) { first }, replace: { _ in })
            }
        }
        #expect(failure?.violations.map(\.rule) == ["hidesItsSecrets"])
    }
}

/// Where a certificate lies, or none.
private final class Shelf: Sendable {
    struct Empty: Error {}

    private let content: Mutex<ClientCertificate?>
    private let spoilt = Atomic<Bool>(false)

    init(_ certificate: ClientCertificate) {
        self.content = Mutex(certificate)
    }

    var wasSpoilt: Bool { self.spoilt.load(ordering: .sequentiallyConsistent) }

    func put(_ certificate: ClientCertificate?) {
        if certificate == nil { self.spoilt.store(true, ordering: .sequentiallyConsistent) }
        self.content.withLock { $0 = certificate }
    }

    func take() throws -> ClientCertificate {
        guard let certificate = self.content.withLock({ $0 }) else { throw Empty() }
        return certificate
    }
}
