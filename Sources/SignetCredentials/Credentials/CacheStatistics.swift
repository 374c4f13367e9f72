// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension CertificateCredential {
    /// What the token cache did, and what it holds.
    public var cacheStatistics: TokenCacheStatistics { self.client.statistics }
}

extension ClientAssertionCredential {
    /// What the token cache did, and what it holds.
    public var cacheStatistics: TokenCacheStatistics { self.client.statistics }
}

extension ClientSecretCredential {
    /// What the token cache did, and what it holds.
    public var cacheStatistics: TokenCacheStatistics { self.client.statistics }
}

extension OnBehalfOfCredential {
    /// What the token cache did, and what it holds.
    public var cacheStatistics: TokenCacheStatistics { self.client.statistics }
}

extension WorkloadIdentityCredential {
    /// What the token cache did, and what it holds.
    public var cacheStatistics: TokenCacheStatistics { self.credential.cacheStatistics }
}
