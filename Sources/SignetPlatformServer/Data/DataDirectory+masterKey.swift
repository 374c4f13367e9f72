// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension DataDirectory {
    private static let masterKeyName = "master.key"
    private static let masterKeySize = 32

    /// The key under which private keys are encrypted in the database; drawn at the first start.
    ///
    /// It lies beside the database so that a start needs nobody. Whoever takes the directory takes both; whoever takes a
    /// copy of the database alone has no key.
    func masterKey() throws(PlatformServerError) -> SecretBytes {
        if let key = try read(Self.masterKeyName) {
            guard key.count == Self.masterKeySize else {
                throw PlatformServerError(
                    .dataDirectoryUnusable,
                    "\(file(Self.masterKeyName)) has \(key.count) bytes instead of \(Self.masterKeySize); restore it"
                )
            }
            return key
        }
        let key = SecretBytes(Self.random(Self.masterKeySize))
        try write(key, to: Self.masterKeyName)
        return key
    }

    /// The key that opens `/testing`, as text; drawn at each start for tests.
    func testingKey() throws(PlatformServerError) -> SecretBytes {
        let key = SecretBytes(utf8: Base64URL.encode(Self.random(Self.masterKeySize)))
        try write(key, to: "testing.key")
        return key
    }

    private static func random(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
