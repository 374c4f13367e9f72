// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetPolicies

/// Real policy documents, read and compiled over and over.
struct ReaderBenchmark {
    private let documents: [[UInt8]]

    init(folder: String) throws {
        let root = URL(filePath: folder)
        let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        self.documents = try paths.filter { $0.hasSuffix(".xml") }.sorted()
            .map { [UInt8](try Data(contentsOf: root.appending(path: $0))) }
    }

    func rows() throws -> [Row] {
        let bytes = Double(self.documents.reduce(0) { $0 + $1.count })
        let compiler = PolicyCompiler(purpose: .inspection)
        var steps = 0
        let whole = seconds(rounds: 7, repetitions: 1) {
            for document in self.documents {
                steps += compiler.compile(PolicyDocument(document), scope: .operation).policyCount
            }
        }
        let reading = seconds(rounds: 7, repetitions: 1) {
            for document in self.documents { steps += PolicyDocument(document).diagnostics.count }
        }
        guard steps > 0 else { throw CocoaError(.fileReadNoSuchFile) }
        let (all, read) = (bytes / whole / 1e6, bytes / reading / 1e6)
        return [
            Row(
                name: "documents read and compiled (\(self.documents.count))",
                value: all,
                unit: "MB/s",
                goal: "≥ 20 MB/s",
                met: all >= 20
            ),
            Row(name: "documents read", value: read, unit: "MB/s", goal: "≥ 20 MB/s", met: read >= 20),
        ]
    }
}
