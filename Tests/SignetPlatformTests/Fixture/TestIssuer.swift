// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import CryptoExtras
import FoundationEssentials
import SignetAssertions
import SignetCertificates
import SignetCore
import Synchronization

@testable import SignetPlatform

/// A federated issuer whose documents are read from memory, and every request is noted.
final class TestIssuer: RemoteDocuments {
    struct Absent: Error {}

    private struct State {
        var documents: [String: [UInt8]] = [:]
        var requests: [String] = []
    }

    static let address = "https://issuer.example/tenant"

    private let state = Mutex(State())

    init(_ keys: [String: ClientCertificate]) {
        publish(keys)
    }

    var requests: [String] { self.state.withLock { $0.requests } }

    func publish(_ keys: [String: ClientCertificate], metadata: JSONObject = [:]) {
        var configuration: JSONObject = [
            "issuer": .string(Self.address), "jwks_uri": .string(Self.address + "/keys"),
        ]
        for member in metadata.members { configuration[member.name] = member.value }
        put(JSONValue.object(configuration).serialized, at: "/.well-known/openid-configuration")
        put(Self.keySet(keys).serialized, at: "/keys")
    }

    static func keySet(_ keys: [String: ClientCertificate]) -> JSONValue {
        let members = keys.compactMap { name, certificate -> JSONValue? in
            guard let numbers = try? certificate.privateKey.rsa?.publicKey.getKeyPrimitives() else { return nil }
            return [
                "kty": "RSA", "use": "sig", "kid": .string(name), "alg": "RS256",
                "n": .string(Base64URL.encode(Array(numbers.modulus))),
                "e": .string(Base64URL.encode(Array(numbers.publicExponent))),
            ]
        }
        return ["keys": .array(members)]
    }

    func put(_ bytes: [UInt8]?, at path: String) {
        self.state.withLock { $0.documents[Self.address + path] = bytes }
    }

    func document(at address: String, limit: Int) async throws -> [UInt8] {
        try self.state.withLock { state in
            state.requests.append(address)
            guard let bytes = state.documents[address] else { throw Absent() }
            return bytes
        }
    }

    static func token(
        _ certificate: ClientCertificate,
        keyID: String = "k1",
        now: Date,
        _ spoil: (inout JSONObject, inout JSONObject) -> Void = { _, _ in }
    ) throws -> String {
        let seconds = Int(now.timeIntervalSince1970)
        var header: JSONObject = ["typ": "JWT", "kid": .string(keyID)]
        var claims: JSONObject = [
            "iss": .string(Self.address), "sub": "system:serviceaccount:shop:orders",
            "aud": "api://AzureADTokenExchange", "iat": .number(seconds), "nbf": .number(seconds),
            "exp": .number(seconds + 3_600),
        ]
        spoil(&header, &claims)
        guard let key = certificate.privateKey.rsa else { throw Absent() }
        let algorithm = header["alg"]?.string.flatMap(SignatureAlgorithm.init(rawValue:)) ?? .rs256
        return try TokenSigner(key: key, algorithm: algorithm, header: header)
            .sign(claims: JSONValue.object(claims).serialized)
    }
}
