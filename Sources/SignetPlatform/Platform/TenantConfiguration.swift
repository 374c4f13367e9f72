// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A tenant that a platform shall have.
public struct TenantConfiguration: Sendable, Hashable {
    /// The GUID; `nil` draws one.
    public var id: String?
    /// What error texts call the directory.
    public var displayName: String?
    /// The verified domain names, each of which can stand for the GUID.
    ///
    /// One that ends in `.onmicrosoft.com` is the initial domain; without one, it is made of the display name.
    public var domainNames: [String]

    /// Describes a tenant.
    public init(id: String? = nil, displayName: String? = nil, domainNames: [String] = []) {
        self.id = id
        self.displayName = displayName
        self.domainNames = domainNames
    }
}
