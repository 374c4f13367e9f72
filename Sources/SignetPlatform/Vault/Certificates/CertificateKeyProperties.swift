// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore

/// `key_props` of a certificate's policy.
struct CertificateKeyProperties: Sendable, Equatable {
    var isExportable = true
    var type = "RSA"
    var size: Int? = 2_048
    var curve: String?
    /// Whether the next version keeps the key.
    var isReused = false

    init() {}

    init(_ payload: VaultPayload) throws(VaultRefusal) {
        self.isExportable = try payload.bool("exportable") ?? true
        self.isReused = try payload.bool("reuse_key") ?? false
        self.type = try payload.string("kty") ?? "RSA"
        switch self.type {
        case "RSA", "RSA-HSM":
            self.size = try payload.integer("key_size") ?? 2_048
            guard [2_048, 3_072, 4_096].contains(self.size) else { throw .invalidProperty("policy.key_props.key_size") }
        case "EC", "EC-HSM":
            self.curve = try payload.string("crv") ?? "P-256"
            guard let size = Self.sizes[self.curve ?? ""] else { throw .invalidProperty("policy.key_props.crv") }
            self.size = size
        default:
            throw .invalidProperty("policy.key_props.kty")
        }
    }

    /// What an imported key says of itself.
    init(of key: PrivateKey, isExportable: Bool) throws(VaultRefusal) {
        self.isExportable = isExportable
        switch key.kind {
        case .rsa(let bits): self.size = bits
        case .p256: (self.type, self.size, self.curve) = ("EC", 256, "P-256")
        case .p384: (self.type, self.size, self.curve) = ("EC", 384, "P-384")
        case .p521: (self.type, self.size, self.curve) = ("EC", 521, "P-521")
        case .ed25519: throw .badParameter("The certificate's key type is not supported; use RSA or an elliptic curve.")
        }
    }

    /// The key to make.
    var kind: PrivateKey.Kind {
        switch self.curve {
        case "P-256": .p256
        case "P-384": .p384
        case "P-521": .p521
        default: .rsa(bits: self.size ?? 2_048)
        }
    }

    var json: JSONObject {
        var object: JSONObject = ["exportable": .bool(self.isExportable), "kty": .string(self.type)]
        if let size = self.size { object["key_size"] = .number(size) }
        object["reuse_key"] = .bool(self.isReused)
        if let curve = self.curve { object["crv"] = .string(curve) }
        return object
    }

    private static let sizes = ["P-256": 256, "P-384": 384, "P-521": 521]
}
