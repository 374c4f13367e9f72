// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCore
import SignetExpressions
import SignetPolicies

/// Measures the policy language and prints its rows as JSON: `PolicyLanguage expressions` and `PolicyLanguage reader DIR`.
@main
struct Main {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let rows: [Row]
        switch arguments.first {
        case "expressions": rows = try ExpressionBenchmark().rows()
        case "reader" where arguments.count > 1: rows = try ReaderBenchmark(folder: arguments[1]).rows()
        default:
            FileHandle.standardError.write(Data("usage: PolicyLanguage expressions | reader DIR\n".utf8))
            exit(64)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(rows), as: UTF8.self))
    }
}

/// A figure; the harness adds that of the peer.
struct Row: Codable {
    let name: String
    let value: Double
    let unit: String
    let goal: String
    let met: Bool
}

/// The CPU seconds of one repetition on one core, the median of some rounds: what else the machine does is not counted.
func seconds(rounds: Int, repetitions: Int, _ work: () throws -> Void) rethrows -> Double {
    var times: [Double] = []
    for _ in 0..<rounds {
        let start = clock()
        for _ in 0..<repetitions { try work() }
        times.append(Double(clock() - start) / Double(CLOCKS_PER_SEC) / Double(repetitions))
    }
    return times.sorted()[times.count / 2]
}
