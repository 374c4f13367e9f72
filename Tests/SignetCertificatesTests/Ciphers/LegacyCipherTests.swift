// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Testing

@testable import SignetCertificates

@Suite struct LegacyCipherTests {
    /// RFC 2268 §5: key, effective bits, plaintext, ciphertext.
    @Test(arguments: [
        ("0000000000000000", 63, "0000000000000000", "EBB773F993278EFF"),
        ("FFFFFFFFFFFFFFFF", 64, "FFFFFFFFFFFFFFFF", "278B27E42E2F0D49"),
        ("3000000000000000", 64, "1000000000000001", "30649EDF9BE7D2C2"),
        ("88", 64, "0000000000000000", "61A8A244ADACCCF0"),
        ("88BCA90E90875A", 64, "0000000000000000", "6CCF4308974C267F"),
        ("88BCA90E90875A7F0F79C384627BAFB2", 64, "0000000000000000", "1A807D272BBE5DB1"),
        ("88BCA90E90875A7F0F79C384627BAFB2", 128, "0000000000000000", "2269552AB0F85CA6"),
        (
            "88BCA90E90875A7F0F79C384627BAFB216F80A6F85920584C42FCEB0BE255DAF1E", 129, "0000000000000000",
            "5B78D3A43DFFF1F1"
        ),
    ])
    func decryptsTheVectorsOfRC2(key: String, bits: Int, plaintext: String, ciphertext: String) throws {
        let cipher = try #require(RC2(key: Hexadecimal.decode(key) ?? [], effectiveBits: bits))
        #expect(Hexadecimal.encode(cipher.decrypt(Hexadecimal.decode(ciphertext) ?? [])) == plaintext)
    }

    /// NIST SP 800-67 §B.1 (three keys), and SP 800-20 tables A.1 and A.4 with one key taken three times.
    @Test(arguments: [
        ("0123456789ABCDEF23456789ABCDEF01456789ABCDEF0123", "5468652071756663", "A826FD8CE53B855F"),
        ("0123456789ABCDEF23456789ABCDEF01456789ABCDEF0123", "6B2062726F776E20", "CCE21C8112256FE6"),
        ("0123456789ABCDEF23456789ABCDEF01456789ABCDEF0123", "666F78206A756D70", "68D5C05DD9B6B900"),
        ("010101010101010101010101010101010101010101010101", "8000000000000000", "95F8A5E5DD31D900"),
        ("010101010101010101010101010101010101010101010101", "0000000000000001", "166B40B44ABA4BD6"),
        ("7CA110454A1A6E577CA110454A1A6E577CA110454A1A6E57", "01A1D6D039776742", "690F5B0D9A26939B"),
    ])
    func decryptsTheVectorsOfTripleDES(key: String, plaintext: String, ciphertext: String) throws {
        let cipher = try #require(TripleDES(key: Hexadecimal.decode(key) ?? []))
        #expect(Hexadecimal.encode(cipher.decrypt(Hexadecimal.decode(ciphertext) ?? [])) == plaintext)
    }

    @Test func refusesKeysOfWrongSize() {
        #expect(TripleDES(key: [1, 2, 3]) == nil)
        #expect(RC2(key: [], effectiveBits: 40) == nil)
    }
}
