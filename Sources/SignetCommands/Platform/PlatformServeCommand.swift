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

    @OptionGroup var trust: TrustOptions
    @OptionGroup var options: OutputOptions

    func validate() throws {
        guard (0...65_535).contains(self.port) else {
            throw ValidationError("The value '\(self.port)' is invalid for '--port': 0 to 65535 are possible")
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
        configuration.domainNames = (self.tenant.first?.configuration.domainNames ?? []) + self.domain
        configuration.otherTenants = self.tenant.dropFirst().map(\.configuration)
        configuration.trust = try self.trust.configuration()
        configuration.trustedRootsPath = CommandEnvironment().caFile
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
