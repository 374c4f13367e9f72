// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import ServiceLifecycle

/// Closes credentials when the program shuts down, as one of its services.
///
/// ```swift
/// let group = ServiceGroup(services: [CredentialService(credential), server], logger: logger)
/// ```
///
/// Put it before what uses the credentials: a group shuts its services down in the reverse of the order in which they were given.
public struct CredentialService: Service {
    private let credentials: [any TokenCredential]

    /// Makes the service.
    public init(_ credentials: any TokenCredential...) {
        self.credentials = credentials
    }

    /// Waits for the shutdown, then closes the credentials.
    public func run() async throws {
        // A cancelled group shuts down too, only in haste.
        try? await gracefulShutdown()
        for credential in self.credentials { await credential.close() }
    }
}
