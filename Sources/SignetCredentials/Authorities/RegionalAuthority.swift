// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Whether a token service of an Azure region is asked for a client's own tokens, in place of the central one.
///
/// Regional token services go on answering when another region does not; the assertion's audience stays the central one.
public struct RegionalAuthority: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case named(String)
        case detected(regionName: String?)
    }

    let kind: Kind

    /// The region's own token service.
    ///
    /// - Parameter name: The region, such as `westeurope`.
    /// - Returns: The choice.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for what is no label of a host name, because
    ///   it becomes one.
    public static func region(_ name: String) throws(CredentialError) -> RegionalAuthority {
        guard self.isRegion(name) else {
            throw CredentialError(
                .invalidArgument,
                "'\(Redaction.scrub(name, limit: 100))' is no Azure region; write it like westeurope"
            )
        }
        return RegionalAuthority(kind: .named(name))
    }

    /// The region in which the program runs, and the central token service where none is found.
    ///
    /// The variable `REGION_NAME` tells it, or else the instance metadata service, which has two seconds to answer.
    ///
    /// - Parameter environment: The variables.
    /// - Returns: The choice.
    public static func automatic(environment: [String: String] = [:]) -> RegionalAuthority {
        RegionalAuthority(kind: .detected(regionName: environment["REGION_NAME"]))
    }

    /// The choice of `AZURE_REGIONAL_AUTHORITY_NAME`: a region, or `tryautodetect` or `true` for the one that is found.
    ///
    /// - Parameter environment: The variables; without that one, or with `false`, there is no choice.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for what is no region.
    public init?(environment: [String: String]) throws(CredentialError) {
        let environment = AzureEnvironment(environment)
        switch environment["AZURE_REGIONAL_AUTHORITY_NAME"]?.lowercased() {
        case nil, "false", "0": return nil
        case "tryautodetect", "true", "1": self.init(kind: .detected(regionName: environment["REGION_NAME"]))
        case .some(let name): self = try Self.region(name)
        }
    }

    private init(kind: Kind) {
        self.kind = kind
    }

    /// Whether a text is a region's name: a host's label in small letters that begins with one.
    static func isRegion(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (1...63).contains(bytes.count), let first = bytes.first, let last = bytes.last else { return false }
        func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
        func isInside(_ byte: UInt8) -> Bool { isLetter(byte) || (0x30...0x39).contains(byte) || byte == 0x2D }
        return isLetter(first) && last != 0x2D && bytes.allSatisfy(isInside)
    }
}

extension Authority {
    /// The token service of a region.
    func regional(_ region: String) -> Authority {
        let host = Cloud.global.hosts.contains(self.host) ? "login.microsoft.com" : self.host
        return Authority(trusted: "https://\(region).\(host)" + self.url.dropFirst("https://".count + self.host.count))
    }
}
