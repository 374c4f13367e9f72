// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A refusal in Key Vault's terms.
struct VaultRefusal: Error, Sendable {
    /// A name that a client sent is echoed up to this length.
    private static let greatestEcho = 256

    let status: Int
    let code: String
    let message: String
    /// The finer code inside, where the real service has one.
    let innerCode: String?

    init(_ status: Int, _ code: String, _ message: String, inner: String? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.innerCode = inner
    }

    static func badParameter(_ message: String) -> VaultRefusal { VaultRefusal(400, "BadParameter", message) }

    static func invalidName(_ name: String) -> VaultRefusal {
        badParameter("The request URI contains an invalid name: \(name.prefix(self.greatestEcho))")
    }

    static func invalidProperty(_ name: String) -> VaultRefusal {
        badParameter("Property \(name.prefix(self.greatestEcho)) has invalid value")
    }

    static func notFound(_ kind: VaultKind, _ name: String) -> VaultRefusal {
        VaultRefusal(
            404,
            "\(kind.noun)NotFound",
            "A \(kind.rawValue) with (name/id) \(name.prefix(self.greatestEcho)) was not found in this key vault. If you "
                + "recently deleted this \(kind.rawValue) you may be able to recover it using the correct recovery command. "
                + "For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182"
        )
    }

    static func deletedNotFound(_ kind: VaultKind, _ name: String) -> VaultRefusal {
        VaultRefusal(404, "\(kind.noun)NotFound", "Deleted \(kind.noun) not found: \(name.prefix(self.greatestEcho))")
    }

    static func pendingNotFound(_ name: String) -> VaultRefusal {
        VaultRefusal(404, "PendingCertificateNotFound", "Pending certificate not found: \(name)")
    }

    static func deletedButRecoverable(_ kind: VaultKind, _ name: String) -> VaultRefusal {
        VaultRefusal(
            409,
            "Conflict",
            "\(kind.noun) \(name) is currently in a deleted but recoverable state, and its name cannot be reused; in this "
                + "state, the \(kind.rawValue) can only be recovered or purged.",
            inner: "ObjectIsDeletedButRecoverable"
        )
    }

    static func disabled(_ kind: VaultKind, operation: String) -> VaultRefusal {
        VaultRefusal(
            403,
            "Forbidden",
            "Operation \(operation) is not allowed on a disabled \(kind.rawValue).",
            inner: "\(kind.noun)Disabled"
        )
    }

    static func managed(_ name: String) -> VaultRefusal {
        VaultRefusal(
            403,
            "Forbidden",
            "Operation is not allowed on the managed secret \(name); it belongs to the certificate of the same name.",
            inner: "OperationNotAllowedOnManagedObject"
        )
    }

    static func nameTaken(_ name: String, by kind: VaultKind) -> VaultRefusal {
        VaultRefusal(
            409,
            "Conflict",
            "The name \(name) is that of a \(kind.rawValue) in this key vault; use another name."
        )
    }

    static let concurrentChange = VaultRefusal(
        409,
        "Conflict",
        "Another request changed the object at the same time; retry later."
    )
    static let methodNotAllowed = VaultRefusal(405, "MethodNotAllowed", "HTTP method is not allowed for this resource.")
    static let unknownResource = VaultRefusal(404, "ResourceNotFound", "There is no such resource in a key vault.")
    static let payloadTooLarge = VaultRefusal(413, "RequestEntityTooLarge", "The request body is too large.")
    static let unreadablePayload = badParameter("The request body is not a JSON object of type application/json.")
}
