// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions
import Testing

@testable import SignetPolicies

/// Reads documents that other people wrote for the real service.
@Suite(.enabled(if: SharedDocuments.isAvailable, "The folder ../shared with the documents is not there."))
struct CorpusTests {
    @Test func readsEveryDocumentWithoutComplaint() throws {
        let documents = try SharedDocuments.all()
        #expect(documents.count >= 196)
        for (path, bytes) in documents {
            let document = PolicyDocument(bytes, file: path)
            #expect(document.diagnostics.isEmpty, "\(document.diagnostics.first?.description ?? "")")
            #expect(["policies", "fragment"].contains(document.root?.name))
        }
    }

    @Test func agreesWithAnXMLParserOnWhatIsWellFormed() throws {
        for (path, bytes) in try SharedDocuments.all() {
            let expected = try XMLJudge.isWellFormed(bytes)
            #expect(PolicyDocument(bytes, file: path).isWellFormedXML == expected, "\(path)")
        }
    }

    @Test func survivesTruncationAtEveryByte() throws {
        let documents = try SharedDocuments.all().filter { $0.bytes.count < 1_500 }
        for (_, bytes) in documents.prefix(12) {
            for end in bytes.indices {
                let document = PolicyDocument(Array(bytes[..<end]))
                #expect(!document.diagnostics.isEmpty || end > bytes.count - 4)
            }
        }
    }
}
