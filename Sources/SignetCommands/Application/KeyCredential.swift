// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore

/// A certificate as Graph registers it on an application.
enum KeyCredential {
    /// Reads the leaf of a certificate file; a private key in it stays here.
    static func read(_ path: String, password: SecretBytes?) throws -> JSONValue {
        let bundle = try CertificateBundle(path: path, password: password)
        if bundle.keys.isEmpty, let first = bundle.certificates.first {
            return document(der: first.details.der, name: first.details.subject)
        }
        let pair = try ClientCertificate(bundle: bundle)
        return document(of: pair)
    }

    /// Describes the leaf of a pair.
    static func document(of certificate: ClientCertificate) -> JSONValue {
        document(der: certificate.details.der, name: certificate.details.subject)
    }

    private static func document(der: [UInt8], name: String) -> JSONValue {
        [
            "type": "AsymmetricX509Cert",
            "usage": "Verify",
            "displayName": .string(name),
            "key": .string(Base64.encode(der)),
        ]
    }

    /// The thumbprint of a registered key, in the form that portals show.
    static func thumbprint(of key: JSONValue) -> String {
        guard let text = key["customKeyIdentifier"]?.string, let bytes = Base64.decodeLenient(text) else { return "" }
        return bytes.count == 20 ? Hexadecimal.encode(bytes) : text
    }
}

/// An app registration for people: a line each.
enum ApplicationText {
    static func lines(of application: JSONValue) -> String {
        var lines = [
            "name         \(application["displayName"]?.string ?? "")",
            "client ID    \(application["appId"]?.string ?? "")",
            "object ID    \(application["id"]?.string ?? "")",
        ]
        for uri in application["identifierUris"]?.array ?? [] {
            lines.append("App ID URI   \(uri.string ?? "")")
        }
        for key in application["keyCredentials"]?.array ?? [] {
            let thumbprint = KeyCredential.thumbprint(of: key)
            lines.append("certificate  \(thumbprint)  until \(key["endDateTime"]?.string ?? "")")
        }
        for secret in application["passwordCredentials"]?.array ?? [] {
            lines.append("secret       \(secret["hint"]?.string ?? "")…  until \(secret["endDateTime"]?.string ?? "")")
        }
        return lines.joined(separator: "\n")
    }
}
