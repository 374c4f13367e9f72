// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The address of an object in a vault: `https://contoso.vault.azure.net/secrets/client`, with a version or without.
struct KeyVaultIdentifier: Sendable, CustomStringConvertible {
    /// A collection of a vault.
    enum Collection: String {
        case secrets, certificates, keys
    }

    /// The vault: scheme, host and port.
    let vault: String
    /// The collection in which it was named.
    let collection: Collection
    /// The object's name.
    let name: String
    /// The version, where the identifier names one.
    let version: String?

    /// Reads an identifier as the portal shows it.
    ///
    /// - Throws: `invalidArgument`.
    init(_ text: String) throws(CredentialError) {
        let scheme = "https://"
        guard text.lowercased().hasPrefix(scheme) else { throw Self.invalid(text) }
        let parts = text.dropFirst(scheme.count).split(separator: "/", omittingEmptySubsequences: false)
        let segments = parts.last?.isEmpty == true ? parts.dropLast() : parts[...]
        guard segments.count == 3 || segments.count == 4,
            let collection = Collection(rawValue: segments[1].lowercased()),
            segments[2...].allSatisfy(Self.isName), let vault = try? Authority(scheme + segments[0])
        else { throw Self.invalid(text) }
        self.vault = vault.url
        self.collection = collection
        self.name = String(segments[2])
        self.version = segments.count == 4 ? String(segments[3]) : nil
    }

    /// The host, without a port.
    var host: String { Self.host(ofURL: self.vault) }

    /// The same object of another collection: a certificate has a secret and a key of its name.
    func path(in collection: Collection) -> String {
        "/\(collection.rawValue)/\(self.name)" + (self.version.map { "/\($0)" } ?? "")
    }

    /// The identifier.
    var description: String { self.vault + path(in: self.collection) }

    /// The host of a URL in lower case, without user information and port.
    static func host(ofURL url: String) -> String {
        let rest = url.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first ?? ""
        let host = rest.split(separator: "@").last ?? ""
        guard !host.hasPrefix("[") else { return host.split(separator: "]").first.map { "\($0)]" } ?? "" }
        return host.split(separator: ":").first.map { $0.lowercased() } ?? ""
    }

    private static func isName(_ text: Substring) -> Bool {
        (1...127).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    private static func invalid(_ text: String) -> CredentialError {
        CredentialError(
            .invalidArgument,
            """
            '\(Redaction.scrub(text, limit: 200))' names no object of a key vault: write it like \
            https://contoso.vault.azure.net/secrets/client
            """
        )
    }
}
