// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The kinds of things in a vault, as paths and texts name them.
enum VaultKind: String, Sendable {
    case secret
    case certificate
    case key

    /// How error codes and texts begin with it.
    var noun: String {
        switch self {
        case .secret: "Secret"
        case .certificate: "Certificate"
        case .key: "Key"
        }
    }

    /// The collection in a path.
    var collection: String { self.rawValue + "s" }
}
