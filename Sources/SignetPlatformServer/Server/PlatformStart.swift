// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetPlatform

/// What a server has ready before it opens its port.
struct PlatformStart: Sendable {
    let directory: DataDirectory
    let foundation: PlatformFoundation
    let administrator: ClientCertificate
    let administratorClientID: String
    let names: ServerNames
    let identity: ServerIdentity
    /// The certificate that clients must trust.
    let authorityPath: String

    init(
        configuration: PlatformServerConfiguration,
        directory: DataDirectory,
        storage: any PlatformStorage,
        now: Date
    ) async throws {
        self.directory = directory
        self.names = ServerNames(listeningOn: configuration.host, publicOrigin: try Self.publicOrigin(configuration))
        var platform = PlatformConfiguration(
            origin: "",
            tenantID: configuration.tenantID,
            domainNames: configuration.domainNames,
            otherTenants: configuration.otherTenants,
            masterKey: try directory.masterKey(),
            profile: configuration.profile
        )
        platform.trust = configuration.trust
        if platform.trust.documents == nil {
            platform.trust.documents = try HTTPDocuments(trustedRootsPath: configuration.trustedRootsPath)
        }
        self.foundation = try await PlatformFoundation(storage: storage, configuration: platform, now: now)
        let certificate = try AdministratorCertificate.ensure(directory, now: now)
        self.administrator = certificate
        self.administratorClientID = try await self.foundation.registerAdministrator(certificate, now: now)
        if let path = configuration.certificatePath {
            let shown = try ServerCertificateFiles.load(path, configuration.keyPath)
            self.identity = try ServerIdentity(shown, withoutRoot: false)
            self.authorityPath = DataDirectory.absolute(configuration.authorityPath ?? path)
        } else {
            let shown = try ServerAuthority(directory, now: now)
                .serverCertificate(dnsNames: self.names.dnsNames, ipAddresses: self.names.ipAddresses)
            self.identity = try ServerIdentity(shown, withoutRoot: true)
            self.authorityPath = directory.file(ServerAuthority.certificateName)
        }
    }

    private static func publicOrigin(
        _ configuration: PlatformServerConfiguration
    ) throws(PlatformServerError) -> PublicOrigin? {
        guard let text = configuration.origin else { return nil }
        guard let origin = PublicOrigin(text) else {
            throw PlatformServerError(
                .addressUnusable,
                "'\(text)' is no origin: give https, a host and a port without a path, such as https://entra.internal:8443"
            )
        }
        return origin
    }
}
