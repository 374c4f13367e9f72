// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What an operation on a vault needs.
struct VaultPermission: Sendable {
    let kind: VaultKind
    /// The operation as Key Vault's access policies name it, such as `get`.
    let operation: String

    init(_ kind: VaultKind, _ operation: String) {
        self.kind = kind
        self.operation = operation
    }

    /// The operation as Azure's role definitions name it; stands in refusals.
    var action: String {
        switch (self.kind, self.operation) {
        case (.secret, "get"): "Microsoft.KeyVault/vaults/secrets/getSecret/action"
        case (.secret, "list"): "Microsoft.KeyVault/vaults/secrets/readMetadata/action"
        case (.secret, "set"): "Microsoft.KeyVault/vaults/secrets/setSecret/action"
        case (let kind, "list"), (let kind, "get"): "Microsoft.KeyVault/vaults/\(kind.collection)/read"
        case (let kind, "delete"): "Microsoft.KeyVault/vaults/\(kind.collection)/delete"
        case (let kind, let operation): "Microsoft.KeyVault/vaults/\(kind.collection)/\(operation)/action"
        }
    }
}

/// The roles of Azure's that count in a vault.
///
/// Granted as app roles of the vault's service principal, they stand in the `roles` of a token. Their identifiers are those
/// of Azure's role definitions.
enum VaultRole: String, Sendable, CaseIterable {
    case administrator = "KeyVaultAdministrator"
    case reader = "KeyVaultReader"
    case secretsOfficer = "KeyVaultSecretsOfficer"
    case secretsUser = "KeyVaultSecretsUser"
    case certificatesOfficer = "KeyVaultCertificatesOfficer"
    case certificateUser = "KeyVaultCertificateUser"
    case cryptoOfficer = "KeyVaultCryptoOfficer"
    case cryptoUser = "KeyVaultCryptoUser"

    /// Whether whoever holds the role may do an operation.
    func allows(_ permission: VaultPermission) -> Bool {
        let reads = permission.operation == "get" || permission.operation == "list"
        return switch self {
        case .administrator: true
        case .reader: permission.kind == .secret ? permission.operation == "list" : reads
        case .secretsOfficer: permission.kind == .secret
        case .secretsUser: permission.kind == .secret && reads
        case .certificatesOfficer: permission.kind == .certificate
        case .certificateUser: reads && (permission.kind != .secret || permission.operation == "get")
        case .cryptoOfficer: permission.kind == .key
        case .cryptoUser: permission.kind == .key && (reads || ["sign", "verify"].contains(permission.operation))
        }
    }
}
