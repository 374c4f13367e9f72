// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Logging
import ServiceLifecycle
import SignetCore
import SignetPlatform
import SignetPlatformServer
import SignetStorage
import UnixSignals

/// `signet platform serve`: serves everything on one https origin until it is told to stop.
struct PlatformServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve token service, Graph, discovery and keys on one https origin.",
        discussion: """
            Example:
              signet platform serve --data ./entra --port 8443

            On first start it makes in the directory: the database, a private certificate authority with a server
            certificate, and an administrator application with its certificate. When it answers it writes
            connection.json, which `signet app --connection` takes. SIGTERM and SIGINT drain and exit 0.
            """
    )

    @Option(
        name: .long,
        help: ArgumentHelp("The directory with everything it keeps.", valueName: "dir"),
        completion: .directory
    )
    var data: String

    @Option(name: .long, help: "The address to listen on.")
    var host: String = "127.0.0.1"

    @Option(name: .long, help: "The port to listen on; 0 picks a free one.")
    var port: Int = 8443

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The origin under which clients reach it, where that is not its host and port: https://entra:8443.",
            valueName: "url"
        )
    )
    var origin: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A second port, at which clients connect with a certificate for tokens bound to it; 0 picks a free one.",
            valueName: "port"
        )
    )
    var mtlsPort: Int?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A tenant's GUID, with its domains behind '=': GUID=contoso.onmicrosoft.com,contoso.example. May be "
                + "repeated; the first is the default one. Without it the stored ones, or a new one at the first start.",
            valueName: "guid"
        )
    )
    var tenant: [TenantOption] = []

    @Option(
        name: .long,
        help: ArgumentHelp("A verified domain of the default tenant; may be repeated.", valueName: "name")
    )
    var domain: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "How the token service behaves: entra as the real service, strict as the RFCs ask, or a JSON file that "
                + "changes single points of either.",
            valueName: "name or file"
        ),
        completion: .file()
    )
    var profile: String = "entra"

    @OptionGroup var trust: TrustOptions

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A server certificate of one's own, PEM, with its chain; watched, and replaced without a restart.",
            valueName: "file"
        ),
        completion: .file()
    )
    var certificate: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Its key, where it is not in the same file.", valueName: "file"),
        completion: .file()
    )
    var key: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "What clients must trust to accept it; goes into connection.json. Without it, the certificate's file.",
            valueName: "file"
        ),
        completion: .file()
    )
    var ca: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A file (YAML or JSON) of tenants, applications and users that shall be there; may be given at every start.",
            valueName: "file"
        ),
        completion: .file()
    )
    var seed: String?

    @Flag(
        name: .long,
        help: "Have /testing/clock and /testing/faults, opened by DIR/testing.key: for tests only."
    )
    var testing = false

    @Option(name: .long, help: "How log lines look on stderr: text or json.")
    var logFormat = OutputFormat.text

    @Option(name: .long, help: "The least level of log lines: trace, debug, info, notice, warning, error.")
    var logLevel = "info"

    @OptionGroup(title: "Limits") var limits: PlatformLimitOptions

    @OptionGroup var options: OutputOptions

    func validate() throws {
        try validateCertificateAndLog()
        guard (0...65_535).contains(self.port) else {
            throw ValidationError("The value '\(self.port)' is invalid for '--port': 0 to 65535 are possible")
        }
        if let port = self.mtlsPort, !(0...65_535).contains(port) {
            throw ValidationError("The value '\(port)' is invalid for '--mtls-port': 0 to 65535 are possible")
        }
    }

    private func validateCertificateAndLog() throws {
        if self.certificate == nil, self.key != nil || self.ca != nil {
            throw ValidationError("'--key' and '--ca' belong to '--certificate', which is missing")
        }
        guard Logger.Level(rawValue: self.logLevel) != nil else {
            let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("The value '\(self.logLevel)' is invalid for '--log-level': there are \(levels)")
        }
    }

    func run() async throws {
        let directory = URL(filePath: self.data).path
        try DataPath.make(directory)
        var configuration = PlatformServerConfiguration(
            dataDirectory: directory,
            host: self.host,
            port: self.port,
            tenantID: self.tenant.first?.configuration.id
        )
        configuration.mutualTLSPort = self.mtlsPort
        configuration.origin = self.origin
        configuration.domainNames = (self.tenant.first?.configuration.domainNames ?? []) + self.domain
        configuration.otherTenants = self.tenant.dropFirst().map(\.configuration)
        configuration.profile = try ProfileFile.profile(self.profile)
        configuration.trust = try self.trust.configuration()
        configuration.trustedRootsPath = CommandEnvironment().caFile
        configuration.limits = self.limits.limits
        configuration.certificatePath = self.certificate
        configuration.keyPath = self.key
        configuration.authorityPath = self.ca
        configuration.seedPath = self.seed
        configuration.isForTesting = self.testing
        let options = self.options
        let server = PlatformServer(
            configuration: configuration,
            storage: try SQLiteStorage(path: directory + "/signet.db")
        ) { connection in
            options.print(
                ["authority": .string(connection.authority), "tenantId": .string(connection.tenantID)],
                text: "\(connection.authority)  tenant \(connection.tenantID)"
            )
        }
        try await ServeUntilSignal.run(server, logger: Logger(label: "signet.platform"))
    }
}
