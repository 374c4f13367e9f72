// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// `SymmetricAlgorithm`, and `Encrypt` and `Decrypt` of byte arrays.
enum CipherLibrary {
    static func table() -> LibraryTable {
        LibraryTable("byte[]", ["Encrypt", "Decrypt"].flatMap(extensions))
    }

    /// The three overloads: by the name of an algorithm, with an object, with an object and another key.
    private static func extensions(_ name: String) -> [LibraryDeclaration] {
        let decrypts = name == "Decrypt"
        return [
            .init("byte[] \(name)(string alg, byte[] key, byte[] iv)") { state, a throws(ExpressionError) in
                guard try CipherObject.className(try a.text(1)) != nil else { throw .nullReference }
                let (key, vector) = (try a.bytes(2), try a.bytes(3))
                let cipher = try BlockCipher(key: key, vector: vector, mode: .cbc, padding: .pkcs7)
                return try run(&state, cipher, try a.bytes(0), decrypts: decrypts)
            },
            .init("byte[] \(name)(SymmetricAlgorithm alg)") { state, a throws(ExpressionError) in
                let cipher = try a.object(1, CipherObject.self).cipher()
                return try run(&state, cipher, try a.bytes(0), decrypts: decrypts)
            },
            .init("byte[] \(name)(SymmetricAlgorithm alg, byte[] key, byte[] iv)") { state, a throws(ExpressionError) in
                let object: CipherObject = try a.object(1)
                let cipher = try object.cipher(key: try a.bytes(2), vector: try a.bytes(3))
                return try run(&state, cipher, try a.bytes(0), decrypts: decrypts)
            },
        ]
    }

    private static func run(
        _ state: inout Evaluation,
        _ cipher: BlockCipher,
        _ data: [UInt8],
        decrypts: Bool
    ) throws(ExpressionError) -> ExpressionValue {
        try state.charge(3 * data.count + 32)
        try state.work(16 * data.count)
        return .bytes(decrypts ? try cipher.decrypt(data) : try cipher.encrypt(data, state.environment.random))
    }

    static func algorithm() -> LibraryTable {
        LibraryTable("SymmetricAlgorithm", creation + keys + options)
    }

    private static let creation: [LibraryDeclaration] = [
        .init("static SymmetricAlgorithm Create(string algName)") { state, a throws(ExpressionError) in
            guard let name = try CipherObject.className(try a.text(0)) else { return .null }
            try state.charge(Budget.node)
            let random = state.environment.random
            return .object(
                CipherObject(
                    name,
                    key: HashLibrary.bytes(32, random),
                    vector: HashLibrary.bytes(BlockCipher.size, random)
                )
            )
        },
        .init("void GenerateKey()") { state, a throws(ExpressionError) in
            let object: CipherObject = try a.object(0)
            let count = object.state.withLock { $0.key.count }
            let key = HashLibrary.bytes(count, state.environment.random)
            object.state.withLock { $0.key = key }
            return .null
        },
        .init("void GenerateIV()") { state, a throws(ExpressionError) in
            let vector = HashLibrary.bytes(BlockCipher.size, state.environment.random)
            try a.object(0, CipherObject.self).state.withLock { $0.vector = vector }
            return .null
        },
        .init("void Clear()") { _, _ in .null },
        .init("void Dispose()") { _, _ in .null },
    ]

    private static let setKey: LibraryCode = { _, a throws(ExpressionError) in
        let (object, key): (CipherObject, [UInt8]) = (try a.object(0), try a.bytes(1))
        guard [16, 24, 32].contains(key.count) else {
            throw .exception(.cryptographic, "Specified key is not a valid size for this algorithm.")
        }
        object.state.withLock { $0.key = key }
        return .null
    }

    private static let setVector: LibraryCode = { _, a throws(ExpressionError) in
        let (object, vector): (CipherObject, [UInt8]) = (try a.object(0), try a.bytes(1))
        guard vector.count == BlockCipher.size else {
            throw .exception(
                .cryptographic,
                "Specified initialization vector (IV) does not match the block size for this algorithm."
            )
        }
        object.state.withLock { $0.vector = vector }
        return .null
    }

    private static let setKeySize: LibraryCode = { state, a throws(ExpressionError) in
        let (object, size): (CipherObject, Int) = (try a.object(0), a.integer(1))
        guard [128, 192, 256].contains(size) else {
            throw .exception(.cryptographic, "Specified key size is not valid for this algorithm.")
        }
        let key = HashLibrary.bytes(size / 8, state.environment.random)
        object.state.withLock { $0.key = key }
        return .null
    }

    private static let keys: [LibraryDeclaration] = [
        .init("byte[] Key", set: setKey) { _, a throws(ExpressionError) in
            .bytes(try a.object(0, CipherObject.self).state.withLock { $0.key })
        },
        .init("byte[] IV", set: setVector) { _, a throws(ExpressionError) in
            .bytes(try a.object(0, CipherObject.self).state.withLock { $0.vector })
        },
        .init("int KeySize", set: setKeySize) { _, a throws(ExpressionError) in
            .int(try a.object(0, CipherObject.self).state.withLock { $0.key.count * 8 })
        },
        .init("int BlockSize") { _, a throws(ExpressionError) in
            _ = try a.object(0, CipherObject.self)
            return .int(BlockCipher.size * 8)
        },
        .init("bool ValidKeySize(int bitLength)") { _, a in .bool([128, 192, 256].contains(a.integer(1))) },
    ]

    private static let setMode: LibraryCode = { _, a throws(ExpressionError) in
        let object: CipherObject = try a.object(0)
        guard let mode = BlockCipher.Mode(rawValue: Int32(clamping: a.integer(1))) else {
            throw .exception(.cryptographic, "Specified cipher mode is not valid for this algorithm.")
        }
        object.state.withLock { $0.mode = mode }
        return .null
    }

    private static let setPadding: LibraryCode = { _, a throws(ExpressionError) in
        let object: CipherObject = try a.object(0)
        guard let padding = BlockCipher.Padding(rawValue: Int32(clamping: a.integer(1))) else {
            throw .exception(.cryptographic, "Specified padding mode is not valid for this algorithm.")
        }
        object.state.withLock { $0.padding = padding }
        return .null
    }

    private static let options: [LibraryDeclaration] = [
        .init("CipherMode Mode", set: setMode) { _, a throws(ExpressionError) in
            .int(try a.object(0, CipherObject.self).state.withLock { $0.mode.rawValue })
        },
        .init("PaddingMode Padding", set: setPadding) { _, a throws(ExpressionError) in
            .int(try a.object(0, CipherObject.self).state.withLock { $0.padding.rawValue })
        },
    ]
}
