// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `signet policy`: read, write and judge policy documents and try their expressions, without running them.
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Check, format and convert API Management policy documents, and try expressions.",
        discussion: """
            Example:
              signet policy check apis/*/policy.xml
              signet policy format --write apis/*/policy.xml
              signet policy convert --to xml policy.xml
              signet policy eval --context call.json 'context.Request.Headers.GetValueOrDefault("X-Id","none")'
            """,
        subcommands: [
            PolicyCheckCommand.self, PolicyEvalCommand.self, PolicyFormatCommand.self, PolicyConvertCommand.self,
        ]
    )
}
