// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// A directory of people and applications: the `{tenant}` of the paths.
struct Tenant: Sendable, Equatable {
    /// The GUID, in lower case.
    let id: String
    /// What error texts call the directory.
    var displayName: String
    /// The verified domain names, in lower case; each stands for the GUID in a path.
    var domainNames: [String]

    /// The tenant of personal accounts, which belongs to nobody.
    static let personalAccounts = "9188040d-6c67-4c5b-b112-36a304b66dad"
    /// How the domain ends that a tenant has from its first day.
    static let initialDomainSuffix = ".onmicrosoft.com"

    /// The domain that the tenant has from its first day.
    var initialDomain: String? { self.domainNames.first { $0.hasSuffix(Self.initialDomainSuffix) } }

    /// Whether a path's tenant may be a GUID or a DNS name at all.
    static func isWellFormed(_ name: String) -> Bool {
        if GUID.isWellFormed(name) { return true }
        let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard name.utf8.count <= 253, labels.count >= 2 else { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                && label.allSatisfy(isHostNameCharacter)
        }
    }

    private static func isHostNameCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
