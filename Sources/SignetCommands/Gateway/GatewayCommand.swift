// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `signet gateway`: API Management configurations, run anywhere.
struct GatewayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gateway",
        abstract: "Run an API Management configuration, or check it.",
        discussion: """
            Example:
              signet gateway check --config extracted-apim/
              signet gateway serve --config extracted-apim/ --http-port 9080
              signet gateway trace --config extracted-apim/ /orders/items/7
            """,
        subcommands: [GatewayServeCommand.self, GatewayCheckCommand.self, GatewayTraceCommand.self]
    )
}

/// Where the configuration is.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("The folder of the configuration, as APIOps extracts it.", valueName: "dir"),
        completion: .directory
    )
    var config: String
}
