// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import FuzzTargets
import Testing

/// Every file of the corpora, whole and mutated: what a fuzzer once found is found again.
@Suite struct CorpusTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Corpus").standardizedFileURL

    private static func files(_ target: FuzzTarget) throws -> [(name: String, bytes: [UInt8])] {
        try FileManager.default
            .contentsOfDirectory(at: folder.appending(path: target.rawValue), includingPropertiesForKeys: nil)
            .sorted { $0.path < $1.path }
            .map { ($0.lastPathComponent, Array(try Data(contentsOf: $0))) }
    }

    @Test(arguments: FuzzTarget.allCases)
    func keepsItsPromises(target: FuzzTarget) throws {
        let files = try Self.files(target)
        #expect(files.count > 5)
        for (number, file) in files.enumerated() {
            #expect(target.run(file.bytes) == nil, "\(file.name)")
            var mutations = Mutations(seed: UInt64(number + 1))
            let other = files[(number + 1) % files.count].bytes
            for input in mutations.inputs(of: file.bytes, with: other, count: 60) {
                let finding = target.run(input)
                #expect(finding == nil, "\(file.name) as \(Data(input).base64EncodedString())")
            }
        }
    }
}
