// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import ServiceLifecycle
import SignetCredentials
import UnixSignals

/// A workload whose certificate is mounted into its container and replaced there, as cert-manager does it with `tls.crt` and `tls.key`.
///
/// `MOUNT` names the folder; `AZURE_TENANT_ID`, `AZURE_CLIENT_ID` and `AZURE_AUTHORITY_HOST` are those of the Azure SDKs. For each line of standard
/// input the workload signs in anew and tells with which certificate; standard error tells each rotation.
@main struct MountedWorkload {
    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        let mount = environment["MOUNT"] ?? "/var/run/secrets/client-certificate"
        let credential = try CertificateCredential(
            tenantID: environment["AZURE_TENANT_ID"] ?? "",
            clientID: environment["AZURE_CLIENT_ID"] ?? "",
            certificate: .files(certificate: "\(mount)/tls.crt", key: "\(mount)/tls.key"),
            options: CredentialOptions(
                authority: try environment["AZURE_AUTHORITY_HOST"].map { try Authority($0) } ?? .publicCloud,
                transport: AsyncHTTPClientTransport(
                    trustRoots: try environment["CA_FILE"].map { try .file($0) } ?? .system
                )
            )
        )
        let services = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(service: credential.watcher(every: .milliseconds(200))),
                    .init(service: RotationLog(credential: credential)),
                    .init(
                        service: SignInOnDemand(credential: credential),
                        successTerminationBehavior: .gracefullyShutdownGroup
                    ),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: Logger(label: "workload") { StreamLogHandler.standardError(label: $0) }
            )
        )
        try await services.run()
    }
}

/// Tells each rotation, and each certificate that could not be used.
struct RotationLog: Service {
    let credential: CertificateCredential

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await event in credential.certificateEvents {
                FileHandle.standardError.write(Data("\(event)\n".utf8))
            }
        }
    }
}

/// The work: here, a sign-in for each line of input.
struct SignInOnDemand: Service {
    let credential: CertificateCredential

    /// The lines of standard input; reading waits, so it has a thread of its own.
    private static var lines: AsyncStream<String> {
        AsyncStream { continuation in
            Thread.detachNewThread {
                while let line = readLine() { continuation.yield(line) }
                continuation.finish()
            }
        }
    }

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            for await _ in Self.lines {
                // A claim that changes with each request leaves the cache aside, so that every line is a sign-in.
                let claims =
                    #"{"access_token":{"nbf":{"essential":true,"value":"\#(Int(Date().timeIntervalSince1970))"}}}"#
                _ = try await credential.token(for: "https://graph.microsoft.com/.default", claims: claims)
                let certificate = credential.certificate?.sha1Thumbprint.hexadecimal ?? "no certificate"
                FileHandle.standardOutput.write(Data("signed in with \(certificate)\n".utf8))
            }
        }
    }
}
