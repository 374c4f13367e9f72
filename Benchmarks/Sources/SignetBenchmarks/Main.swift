// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Runs one group and prints its rows as JSON; `gateway-server` and `platform-server` run a server for the
/// harness in scripts/bench.py.
@main
struct Main {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "assertion": try report(AssertionBenchmark.rows())
        case "cache": try await report(CacheBenchmark.rows())
        case "callers": try await report(CallersBenchmark.rows())
        case "pfx" where arguments.count > 1: try report(PFXBenchmark.rows(path: arguments[1]))
        case "clients" where arguments.count > 1:
            try report(await ClientsBenchmark.times(certificatePath: arguments[1]))
        case "gateway-server" where arguments.count > 3:
            try await GatewayProcess.run(folder: arguments[1], httpPort: arguments[2], caFile: arguments[3])
        case "platform-server" where arguments.count > 1: try await PlatformProcess.run(directory: arguments[1])
        case "rsa-signature": try SignatureProcess.run()
        default:
            FileHandle.standardError.write(
                Data(
                    """
                    usage: SignetBenchmarks assertion | cache | callers | clients FILE | pfx FILE | gateway-server DIR PORT CA \
                    | platform-server DIR | rsa-signature

                    """
                    .utf8
                )
            )
            exit(64)
        }
    }

    private static func report(_ rows: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(rows), as: UTF8.self))
    }
}
