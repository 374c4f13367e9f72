// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Which key of a file with several is meant.
public enum KeySelection: Sendable, Hashable {
    /// The only one that has a certificate.
    case only
    /// The one that the file calls by this name: the alias of a Java keystore, the friendly name of a PFX.
    case alias(String)
    /// The one whose certificate has this thumbprint.
    case thumbprint(Thumbprint)
}
