// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// For which tenants a credential may ask.
struct TenantPolicy: Sendable {
    /// The credential's own tenant.
    let tenantID: String
    private let allowsAny: Bool
    private let allowed: Set<String>
    private let isSingle: Bool

    /// Checks the identifiers.
    ///
    /// - Parameters:
    ///   - tenantID: The credential's own tenant.
    ///   - additionallyAllowed: The others; `"*"` means any.
    ///   - isSingle: Whether every request is answered for the own tenant.
    /// - Throws: `invalidArgument` where one has a character that neither a GUID nor a domain has.
    init(tenantID: String, additionallyAllowed: [String], isSingle: Bool = false) throws(CredentialError) {
        try Self.validate(tenantID)
        for tenant in additionallyAllowed where tenant != "*" {
            try Self.validate(tenant)
        }
        self.tenantID = tenantID
        self.allowsAny = additionallyAllowed.contains("*")
        self.isSingle = isSingle
        self.allowed = Set(additionallyAllowed.map { $0.lowercased() })
    }

    /// Refuses what cannot be a tenant.
    static func validate(_ tenantID: String) throws(CredentialError) {
        let isWellFormed = tenantID.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard isWellFormed, !tenantID.isEmpty, tenantID.utf8.count <= 253, !tenantID.utf8.allSatisfy({ $0 == 0x2E })
        else {
            throw CredentialError(
                .invalidArgument,
                """
                Invalid tenant ID provided. You can locate your tenant ID by following the instructions here: \
                https://learn.microsoft.com/partner-center/find-ids-and-domain-names
                """
            )
        }
    }

    /// Decides for which tenant a request goes out.
    ///
    /// - Parameter requested: What the caller wants; nothing means the credential's own tenant.
    /// - Returns: The tenant as it goes into the address.
    /// - Throws: `invalidArgument` for what cannot be a tenant, `authenticationFailed` for one that is not allowed.
    func resolve(_ requested: String?) throws(CredentialError) -> String {
        // AD FS knows no tenants, so it gets the configured segment whatever is asked.
        guard let requested, !isOwn(requested), self.tenantID.lowercased() != "adfs" else { return self.tenantID }
        try Self.validate(requested)
        if self.allowsAny || self.allowed.contains(requested.lowercased()) { return requested }
        if self.allowed.isEmpty, self.tenantID.lowercased() == "organizations" { return requested }
        throw CredentialError(
            .authenticationFailed,
            """
            The current credential is not configured to acquire tokens for tenant \(requested). To enable acquiring tokens \
            for this tenant add it to the additionallyAllowedTenants when creating the credential, or add "*" to \
            additionallyAllowedTenants to allow acquiring tokens for any tenant.
            """
        )
    }

    /// Whether a request for a tenant is one for the credential's own.
    func isOwn(_ tenant: String) -> Bool {
        self.isSingle || tenant == self.tenantID || tenant.lowercased() == self.tenantID.lowercased()
    }
}
