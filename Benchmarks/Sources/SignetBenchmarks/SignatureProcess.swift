// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras
import Foundation

/// What a signature of the kind that a token bears costs the library that makes it.
enum SignatureProcess {
    private static let count = 2_000

    /// Prints the microseconds of CPU time of one RSA-2048 signature (PKCS#1 1.5, SHA-256) over a token's length.
    static func run() throws {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let message = Data(repeating: 0x61, count: 900)
        for _ in 0..<100 { _ = try key.signature(for: message, padding: .insecurePKCS1v1_5) }
        let start = clock()
        for _ in 0..<self.count {
            _ = try key.signature(for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)
        }
        print(Double(clock() - start) / Double(CLOCKS_PER_SEC) / Double(self.count) * 1e6)
    }
}
