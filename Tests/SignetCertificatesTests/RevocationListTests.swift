// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Testing

@testable import SignetCertificates

/// The lists themselves come from Python's `cryptography` in the interoperability tests; here is what is no list.
@Suite struct RevocationListTests {
    @Test(
        arguments: [
            [], [0x30, 0x00], [0x30, 0x03, 0x02, 0x01, 0x00], Array("-----BEGIN X509 CRL-----\nAAAA\n".utf8),
            Array("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n".utf8),
            [0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF, 0x30], [UInt8](repeating: 0x30, count: 4_096),
        ] as [[UInt8]]
    )
    func refusesWhatIsNoList(bytes: [UInt8]) {
        #expect(throws: CertificateError.self) { try CertificateRevocationList(bytes: bytes) }
    }

    @Test func refusesAListOverTheLimitUnread() {
        let bytes = [UInt8](repeating: 0x30, count: CertificateRevocationList.greatestSize + 1)
        #expect(throws: CertificateError.self) { try CertificateRevocationList(bytes: bytes) }
    }
}
