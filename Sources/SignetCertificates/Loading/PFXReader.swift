// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Reads a PFX (PKCS #12, RFC 7292) of any writer: with or without integrity check, encryption, names, chain or key.
struct PFXReader {
    private var contents = BundleContents(format: .pfx)
    /// The shapes of the password that may still be the right one: one, once something has been opened.
    private var forms: [PasswordForms]
    /// How deep SafeContents may nest.
    private static let maximumNesting = 4

    private init(forms: [PasswordForms]) {
        self.forms = forms
    }

    /// Reads the parts of a PFX structure.
    static func read(_ parts: [BERElement], unlocker: inout Unlocker) throws(CertificateError) -> BundleContents {
        let authenticated = try data(of: parts[1], "the PFX")
        var reader = PFXReader(forms: unlocker.pfxForms)
        if parts.count > 2 {
            reader.forms = [try PFXIntegrity.verify(authenticated, parts[2], unlocker: &unlocker)]
        }
        for safe in try BERElement(authenticated).sequence("the content of the PFX") {
            try reader.readSafe(safe, &unlocker)
        }
        return reader.contents
    }

    /// The OCTET STRING inside a ContentInfo of plain data.
    private static func data(of element: BERElement, _ what: String) throws(CertificateError) -> [UInt8] {
        let fields = try element.sequence(what)
        guard fields.count == 2, fields[0].objectIdentifier == ObjectIdentifier.data,
            let bytes = try fields[1].children().first?.octets
        else {
            throw CertificateError(
                .unsupportedEncryption,
                "\(what) is protected with a public key or has another unusual form: export it with a password"
            )
        }
        return bytes
    }

    private mutating func readSafe(_ safe: BERElement, _ unlocker: inout Unlocker) throws(CertificateError) {
        let fields = try safe.sequence("a part of the PFX")
        guard fields.first?.objectIdentifier == ObjectIdentifier.encryptedData else {
            let bytes = try Self.data(of: safe, "a part of the PFX")
            return try readBags(try BERElement(bytes), &unlocker, nesting: 0)
        }
        guard fields.count == 2, let body = try fields[1].children().first,
            let information = try body.sequence("an encrypted part of the PFX").dropFirst().first
        else {
            throw Self.broken("an encrypted part")
        }
        let inner = try information.sequence("an encrypted part of the PFX")
        guard inner.count == 3, let ciphertext = inner[2].implicitOctets(0) else { throw Self.broken("its ciphertext") }
        self.contents.isEncrypted = true
        let bags = try open(&unlocker) { (unlocker, form) throws(CertificateError) in
            try unlocker.decrypt(ciphertext, algorithm: inner[1], form: form).flatMap { try? BERElement($0) }
        }
        try readBags(bags, &unlocker, nesting: 0)
    }

    private mutating func readBags(
        _ element: BERElement,
        _ unlocker: inout Unlocker,
        nesting: Int
    ) throws(CertificateError) {
        guard nesting < Self.maximumNesting else { throw Self.broken("an end to its nesting") }
        for bag in try element.sequence("the bags of the PFX") {
            let fields = try bag.sequence("a bag of the PFX")
            guard fields.count >= 2, let identifier = fields[0].objectIdentifier,
                let value = try fields[1].children().first
            else {
                throw Self.broken("the content of a bag")
            }
            let alias = try fields.dropFirst(2).first
                .flatMap { (set) throws(CertificateError) in
                    try Self.friendlyName(set)
                }
            switch identifier {
            case ObjectIdentifier.keyBag:
                try self.contents.add(key: PrivateKeyReader.pkcs8(value), alias: alias)
            case ObjectIdentifier.shroudedKeyBag:
                self.contents.isEncrypted = true
                let key = try open(&unlocker) { (unlocker, form) throws(CertificateError) in
                    try unlocker.decryptKey(value, form: form)
                }
                try self.contents.add(key: PrivateKeyReader.pkcs8(key), alias: alias)
            case ObjectIdentifier.certificateBag:
                try addCertificate(value, alias: alias)
            case ObjectIdentifier.safeContentsBag:
                try readBags(value, &unlocker, nesting: nesting + 1)
            default:
                continue
            }
        }
    }

    private mutating func addCertificate(_ value: BERElement, alias: String?) throws(CertificateError) {
        let fields = try value.sequence("a certificate bag of the PFX")
        guard fields.count == 2, fields[0].objectIdentifier == ObjectIdentifier.x509Certificate else { return }
        guard let der = try fields[1].children().first?.octets else { throw Self.broken("a certificate") }
        try self.contents.add(certificate: try BERElement(der), alias: alias)
    }

    /// Tries the shapes of the password that are left, and keeps the one that opens.
    private mutating func open(
        _ unlocker: inout Unlocker,
        _ attempt: (inout Unlocker, PasswordForms) throws(CertificateError) -> BERElement?
    ) throws(CertificateError) -> BERElement {
        for form in self.forms {
            if let opened = try attempt(&unlocker, form) {
                self.forms = [form]
                unlocker.markUsed()
                return opened
            }
        }
        throw unlocker.password == nil ? Unlocker.required() : Unlocker.wrong()
    }

    private static func friendlyName(_ attributes: BERElement) throws(CertificateError) -> String? {
        for attribute in try attributes.children() {
            let fields = try attribute.sequence("an attribute of the PFX")
            if fields.first?.objectIdentifier == ObjectIdentifier.friendlyName, fields.count == 2 {
                return try fields[1].children().first?.bmpText
            }
        }
        return nil
    }

    private static func broken(_ what: String) -> CertificateError {
        CertificateError(.malformed, "the PFX lacks \(what): it is damaged")
    }
}
