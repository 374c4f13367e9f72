// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials
import SignetCore

/// Checks the MAC of a PFX (RFC 7292 §4, RFC 9579), by which the right password is known.
enum PFXIntegrity {
    /// Finds the shape of the password with which the MAC is right.
    ///
    /// - Throws: `passwordRequired`, `wrongPassword`, or `superfluousPassword` where the file was written without one.
    static func verify(
        _ content: [UInt8],
        _ element: BERElement,
        unlocker: inout Unlocker
    ) throws(CertificateError) -> PasswordForms {
        let mac = try MAC(element)
        for form in unlocker.pfxForms where try mac.matches(content, form, &unlocker) {
            unlocker.markUsed()
            return form
        }
        guard unlocker.password != nil else { throw Unlocker.required() }
        for form in PasswordForms.none where try mac.matches(content, form, &unlocker) {
            throw CertificateError(
                .superfluousPassword,
                "a password was given, but the PFX was written without one: leave the password out"
            )
        }
        throw Unlocker.wrong()
    }

    private struct MAC {
        let algorithm: String
        let parameters: BERElement?
        let digest: [UInt8]
        let salt: [UInt8]
        let rounds: Int?

        init(_ element: BERElement) throws(CertificateError) {
            let fields = try element.sequence("the MAC of the PFX")
            guard fields.count >= 2, let salt = fields[1].octets, salt.count <= 4096 else { throw Self.broken() }
            let information = try fields[0].sequence("the digest of the PFX")
            guard information.count == 2, let digest = information[1].octets else { throw Self.broken() }
            let identifier = try information[0].sequence("the digest algorithm of the PFX")
            guard let algorithm = identifier.first?.objectIdentifier else { throw Self.broken() }
            self.algorithm = algorithm
            self.parameters = identifier.dropFirst().first
            self.digest = digest
            self.salt = salt
            self.rounds = fields.count > 2 ? fields[2].integer : 1
        }

        func matches(
            _ content: [UInt8],
            _ form: PasswordForms,
            _ unlocker: inout Unlocker
        ) throws(CertificateError) -> Bool {
            switch self.algorithm {
            case ObjectIdentifier.sha1: try matches(Insecure.SHA1.self, content, form, &unlocker)
            case ObjectIdentifier.sha256: try matches(SHA256.self, content, form, &unlocker)
            case ObjectIdentifier.sha384: try matches(SHA384.self, content, form, &unlocker)
            case ObjectIdentifier.sha512: try matches(SHA512.self, content, form, &unlocker)
            case ObjectIdentifier.pbmac1: try matchesPBMAC1(content, form, &unlocker)
            default: throw unsupported(self.algorithm)
            }
        }

        private func matches<Hash: HashFunction>(
            _ hash: Hash.Type,
            _ content: [UInt8],
            _ form: PasswordForms,
            _ unlocker: inout Unlocker
        ) throws(CertificateError) -> Bool {
            try unlocker.spend(self.rounds)
            let key = PKCS12KeyDerivation.derive(
                hash,
                .mac,
                password: form.pkcs12,
                salt: self.salt,
                rounds: self.rounds ?? 1,
                size: Hash.Digest.byteCount
            )
            return isRight(hash, content, key)
        }

        private func matchesPBMAC1(
            _ content: [UInt8],
            _ form: PasswordForms,
            _ unlocker: inout Unlocker
        ) throws(CertificateError) -> Bool {
            let parts = try self.parameters?.sequence("the PBMAC1 parameters") ?? []
            guard parts.count == 2, let derivation = try parts[0].children().last,
                let function = try parts[1].children().first?.objectIdentifier,
                // Salt, iteration count, key length (which RFC 9579 demands), function.
                let size = try derivation.children().dropFirst(2).first?.integer, (16...64).contains(size)
            else {
                throw Self.broken()
            }
            let key = try unlocker.derive(parts[0], form: form, size: size)
            switch function {
            case ObjectIdentifier.hmacSHA256: return isRight(SHA256.self, content, key)
            case ObjectIdentifier.hmacSHA384: return isRight(SHA384.self, content, key)
            case ObjectIdentifier.hmacSHA512: return isRight(SHA512.self, content, key)
            default: throw unsupported(function)
            }
        }

        private func isRight<Hash: HashFunction>(_: Hash.Type, _ content: [UInt8], _ key: [UInt8]) -> Bool {
            let code = HMAC<Hash>.authenticationCode(for: content, using: SymmetricKey(data: key))
            return constantTimeEqual(Array(code), self.digest)
        }

        private func unsupported(_ algorithm: String) -> CertificateError {
            CertificateError(
                .unsupportedEncryption,
                "the integrity check \(algorithm) of the PFX is not supported: export it with SHA-256"
            )
        }

        private static func broken() -> CertificateError {
            CertificateError(.malformed, "the integrity check of the PFX is damaged")
        }
    }
}
