// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Synchronization

/// The hash functions of .NET.
enum HashFunction: String, Sendable, CaseIterable {
    case md5 = "MD5"
    case sha1 = "SHA1"
    case sha256 = "SHA256"
    case sha384 = "SHA384"
    case sha512 = "SHA512"

    /// The size of the result in bytes.
    var size: Int {
        switch self {
        case .md5: 16
        case .sha1: 20
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    func hash(_ bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .md5: Array(Insecure.MD5.hash(data: bytes))
        case .sha1: Array(Insecure.SHA1.hash(data: bytes))
        case .sha256: Array(Crypto.SHA256.hash(data: bytes))
        case .sha384: Array(Crypto.SHA384.hash(data: bytes))
        case .sha512: Array(Crypto.SHA512.hash(data: bytes))
        }
    }

    func authenticate(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
        let key = SymmetricKey(data: key)
        switch self {
        case .md5: return Array(Crypto.HMAC<Insecure.MD5>.authenticationCode(for: bytes, using: key))
        case .sha1: return Array(Crypto.HMAC<Insecure.SHA1>.authenticationCode(for: bytes, using: key))
        case .sha256: return Array(Crypto.HMAC<Crypto.SHA256>.authenticationCode(for: bytes, using: key))
        case .sha384: return Array(Crypto.HMAC<Crypto.SHA384>.authenticationCode(for: bytes, using: key))
        case .sha512: return Array(Crypto.HMAC<Crypto.SHA512>.authenticationCode(for: bytes, using: key))
        }
    }

    /// The function of a name such as `SHA256`, `SHA-256` or `System.Security.Cryptography.SHA256`.
    init?(named name: String) {
        let simple = name.split(separator: ".").last.map { $0.filter { $0 != "-" } } ?? ""
        self.init(rawValue: OrdinalText.upper(simple == "SHA" ? "SHA1" : simple))
    }
}

/// `SHA256`, `HMACSHA256` and their like; the key is secret and in no description.
final class HashObject: LibraryObject {
    let expressionType: String
    let function: HashFunction
    private let state: Mutex<(key: [UInt8]?, last: [UInt8]?)>

    init(_ type: String, _ function: HashFunction, key: [UInt8]?) {
        self.expressionType = type
        self.function = function
        self.state = Mutex((key, nil))
    }

    var key: [UInt8]? {
        get { self.state.withLock { $0.key } }
        set { self.state.withLock { $0.key = newValue } }
    }

    var last: [UInt8]? { self.state.withLock { $0.last } }

    func compute(_ bytes: [UInt8]) -> [UInt8] {
        let key = self.key
        let result = key.map { self.function.authenticate(bytes, key: $0) } ?? self.function.hash(bytes)
        self.state.withLock { $0.last = result }
        return result
    }
}

/// The members of `HashAlgorithm` and of what derives from it.
enum HashLibrary {
    static let names = [
        "MD5", "SHA1", "SHA256", "SHA384", "SHA512", "SHA1Managed", "SHA256Managed", "SHA384Managed", "SHA512Managed",
        "HMAC", "HMACMD5", "HMACSHA1", "HMACSHA256", "HMACSHA384", "HMACSHA512",
    ]

    static func table(_ name: String) -> LibraryTable {
        if name == "HMAC" {
            return LibraryTable("HMAC", [.init("static HMAC Create(string algorithmName)", createKeyed)])
        }
        let isKeyed = name.hasPrefix("HMAC")
        let base = name.replacing("HMAC", with: "").replacing("Managed", with: "")
        guard let function = HashFunction(rawValue: base) else { return LibraryTable(name, []) }
        if isKeyed {
            return LibraryTable(
                name,
                [
                    .init("new()") { state, _ in
                        .object(HashObject(name, function, key: bytes(64, state.environment.random)))
                    },
                    .init("new(byte[] key)") { _, a throws(ExpressionError) in
                        .object(HashObject(name, function, key: try a.bytes(0)))
                    },
                ]
            )
        }
        if name.hasSuffix("Managed") {
            return LibraryTable(name, [.init("new()") { _, _ in .object(HashObject(name, function, key: nil)) }])
        }
        return LibraryTable(
            name,
            [
                .init("static \(name) Create()") { _, _ in .object(HashObject(name, function, key: nil)) },
                .init("static \(name) Create(string hashName)") { _, _ in .object(HashObject(name, function, key: nil))
                },
            ]
        )
    }

    private static let createKeyed: LibraryCode = { state, a throws(ExpressionError) in
        let name = OrdinalText.upper(try a.text(0)).split(separator: ".").last.map(String.init) ?? ""
        guard name.hasPrefix("HMAC"), let function = HashFunction(rawValue: String(name.dropFirst(4))) else {
            return .null
        }
        return .object(HashObject(name, function, key: bytes(64, state.environment.random)))
    }

    static func bytes(_ count: Int, _ random: any RandomNumberGenerator & Sendable) -> [UInt8] {
        var random = random
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    static func algorithm() -> LibraryTable {
        LibraryTable(
            "HashAlgorithm",
            [
                .init("static HashAlgorithm Create(string hashName)") { state, a throws(ExpressionError) in
                    let name = try a.text(0)
                    if let function = HashFunction(named: name) {
                        return .object(HashObject(function.rawValue, function, key: nil))
                    }
                    return try createKeyed(&state, a)
                },
                .init("byte[] ComputeHash(byte[] buffer)") { state, a throws(ExpressionError) in
                    let bytes = try a.bytes(1)
                    try state.charge(bytes.count / 8 + 64)
                    return .bytes(try a.object(0, HashObject.self).compute(bytes))
                },
                .init("byte[] ComputeHash(byte[] buffer, int offset, int count)") { state, a throws(ExpressionError) in
                    let bytes = try a.bytes(1)
                    guard a.integer(2) >= 0, a.integer(3) >= 0, a.integer(2) + a.integer(3) <= bytes.count else {
                        throw .exception(.argument, "Argument count has an invalid value.")
                    }
                    try state.charge(a.integer(3))
                    let part = Array(bytes[a.integer(2)..<a.integer(2) + a.integer(3)])
                    return .bytes(try a.object(0, HashObject.self).compute(part))
                },
                .init("int HashSize") { _, a throws(ExpressionError) in
                    .int(try a.object(0, HashObject.self).function.size * 8)
                },
                .init("byte[] Hash") { _, a throws(ExpressionError) in
                    try a.object(0, HashObject.self).last.map { .bytes($0) } ?? .null
                },
                .init("void Initialize()") { _, _ in .null },
                .init("void Clear()") { _, _ in .null },
                .init("void Dispose()") { _, _ in .null },
            ]
        )
    }

    private static let setKey: LibraryCode = { _, a throws(ExpressionError) in
        try a.object(0, HashObject.self).key = try a.bytes(1)
        return .null
    }

    static func keyed() -> LibraryTable {
        LibraryTable(
            "KeyedHashAlgorithm",
            [
                .init("byte[] Key", set: setKey) { _, a throws(ExpressionError) in
                    try a.object(0, HashObject.self).key.map { .bytes($0) } ?? .null
                }
            ]
        )
    }

    static func random() -> LibraryTable {
        LibraryTable(
            "RNGCryptoServiceProvider",
            [
                .init("new()") { _, _ in .object(SecureRandomObject()) },
                .init("void GetBytes(byte[] data)") { state, a throws(ExpressionError) in
                    let array = try a.array(1)
                    try state.charge(array.count)
                    array.replace(bytes: bytes(array.count, state.environment.random))
                    return .null
                },
                .init("void GetNonZeroBytes(byte[] data)") { state, a throws(ExpressionError) in
                    let array = try a.array(1)
                    try state.charge(array.count)
                    array.replace(bytes: bytes(array.count, state.environment.random).map { max(1, $0) })
                    return .null
                },
                .init("void Dispose()") { _, _ in .null },
            ]
        )
    }
}

/// `RNGCryptoServiceProvider`.
private final class SecureRandomObject: LibraryObject {
    var expressionType: String { "RNGCryptoServiceProvider" }
}
