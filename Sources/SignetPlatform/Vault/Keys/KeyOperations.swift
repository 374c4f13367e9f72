// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras
import SignetCertificates
import SignetCore

/// `/keys`: the keys of certificates, to look at and to sign with.
struct KeyOperations: Sendable {
    let vault: Vault

    func read(_ name: VaultName, _ id: String?) async throws -> VaultAnswer {
        let object = try await self.vault.live(name, as: .key).value
        let version = try await self.vault.version(id, of: object, as: .key).value
        let key = try self.vault.certificate(of: version, name).privateKey
        return .object([
            "key": .object(jsonWebKey(key, object, version)), "attributes": version.attributes.json,
            "tags": .object(version.tags), "managed": true,
        ])
    }

    func list(_ query: VaultQuery) async throws -> VaultAnswer {
        let objects = try await self.vault.store.objects(in: .certificates, after: query.after, limit: query.limit + 1)
        let items = try await self.vault.current(objects)
            .map { (id: $0.object.name.key, object: item($0.object, $0.version, withVersion: false)) }
        return .object(query.page(items, at: "\(self.vault.origin)/keys"))
    }

    func listVersions(_ name: VaultName, _ query: VaultQuery) async throws -> VaultAnswer {
        let object = try await self.vault.live(name, as: .key).value
        let items = try await self.vault.store.versions(of: name, after: query.after, limit: query.limit + 1)
            .map { (id: $0.id, object: item(object, $0, withVersion: true)) }
        return .object(query.page(items, at: self.vault.address(.key, object.name) + "/versions"))
    }

    func sign(_ name: VaultName, _ id: String?, _ payload: VaultPayload) async throws -> VaultAnswer {
        let (object, version, key) = try await usable(name, id, operation: "sign")
        guard let start = version.attributes.notBefore, let end = version.attributes.expires,
            (start...max(start, end)).contains(self.vault.now)
        else {
            throw VaultRefusal(
                403,
                "Forbidden",
                "Operation sign is not allowed on a key that is not yet valid or expired.",
                inner: "KeyOutsideValidity"
            )
        }
        let algorithm = try algorithm(payload)
        let digest = try bytes(payload, "value")
        guard digest.count == algorithm.digestSize else {
            throw VaultRefusal.badParameter(
                "Invalid length of 'value': \(digest.count) bytes. \(algorithm.rawValue) requires \(algorithm.digestSize) "
                    + "bytes, encoded with base64url."
            )
        }
        guard let signature = try DigestSigning.signature(digest, algorithm, with: key) else {
            throw unfit(algorithm)
        }
        return .object([
            "kid": .string(self.vault.address(.key, object.name, version.id)),
            "value": .string(Base64URL.encode(signature)),
        ])
    }

    func verify(_ name: VaultName, _ id: String?, _ payload: VaultPayload) async throws -> VaultAnswer {
        let (_, _, key) = try await usable(name, id, operation: "verify")
        let algorithm = try algorithm(payload)
        let digest = try bytes(payload, "digest")
        guard digest.count == algorithm.digestSize else { throw VaultRefusal.invalidProperty("digest") }
        let signature = try bytes(payload, "value")
        guard let isValid = try DigestSigning.isValid(signature, for: digest, algorithm, with: key) else {
            throw unfit(algorithm)
        }
        return .object(["value": .bool(isValid)])
    }

    private func usable(
        _ name: VaultName,
        _ id: String?,
        operation: String
    ) async throws -> (VaultObject, VaultVersion, PrivateKey) {
        let object = try await self.vault.live(name, as: .key).value
        let version = try await self.vault.version(id, of: object, as: .key).value
        guard version.attributes.isEnabled else { throw VaultRefusal.disabled(.key, operation: operation) }
        return (object, version, try self.vault.certificate(of: version, name).privateKey)
    }

    private func algorithm(_ payload: VaultPayload) throws(VaultRefusal) -> DigestSigning.Algorithm {
        guard let algorithm = try payload.string("alg").flatMap(DigestSigning.Algorithm.init(rawValue:)) else {
            throw .invalidProperty("alg")
        }
        return algorithm
    }

    private func bytes(_ payload: VaultPayload, _ name: String) throws(VaultRefusal) -> [UInt8] {
        guard let bytes = try payload.string(name).flatMap({ Base64URL.decode($0) }) else {
            throw .invalidProperty(name)
        }
        return bytes
    }

    private func unfit(_ algorithm: DigestSigning.Algorithm) -> VaultRefusal {
        .badParameter(
            "Key and signing algorithm are incompatible: the key cannot be used with '\(algorithm.rawValue)'."
        )
    }

    private func item(_ object: VaultObject, _ version: VaultVersion, withVersion: Bool) -> JSONObject {
        [
            "kid": .string(self.vault.address(.key, object.name, withVersion ? version.id : nil)),
            "attributes": version.attributes.json, "tags": .object(version.tags), "managed": true,
        ]
    }

    private func jsonWebKey(_ key: PrivateKey, _ object: VaultObject, _ version: VaultVersion) -> JSONObject {
        var members: JSONObject = ["kid": .string(self.vault.address(.key, object.name, version.id))]
        for member in key.publicJSONWebKey.members { members[member.name] = member.value }
        members["key_ops"] = ["sign", "verify"]
        return members
    }
}

extension PrivateKey {
    /// The public half as a JSON Web Key (RFC 7518 §6).
    fileprivate var publicJSONWebKey: JSONObject {
        switch self.material {
        case .rsa(let key):
            guard let numbers = try? key.publicKey.getKeyPrimitives() else { return ["kty": "RSA"] }
            return [
                "kty": "RSA", "n": .string(Base64URL.encode(numbers.modulus)),
                "e": .string(Base64URL.encode(numbers.publicExponent)),
            ]
        case .p256(let key): return Self.curve("P-256", Array(key.publicKey.rawRepresentation))
        case .p384(let key): return Self.curve("P-384", Array(key.publicKey.rawRepresentation))
        case .p521(let key): return Self.curve("P-521", Array(key.publicKey.rawRepresentation))
        case .ed25519: return ["kty": "OKP"]
        }
    }

    private static func curve(_ name: String, _ point: [UInt8]) -> JSONObject {
        let half = point.count / 2
        return [
            "kty": "EC", "crv": .string(name), "x": .string(Base64URL.encode(point[..<half])),
            "y": .string(Base64URL.encode(point[half...])),
        ]
    }
}
