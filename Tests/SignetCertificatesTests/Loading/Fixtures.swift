// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCertificates
import SignetCore
import Testing

/// The files that `fixtures.py` makes once for a run, with what must come of each.
struct Fixtures: Sendable {
    /// One row of the matrix.
    struct Cell: Sendable, Decodable, CustomTestStringConvertible {
        let name: String
        let file: String
        let chain: Int
        let parsed: Int
        let format: String
        let password: String?
        let passwordHex: String?
        let error: String?
        let kind: String?
        let sha1: String?
        let alias: String?
        let thumbprint: String?

        var testDescription: String { self.name }

        var secret: SecretBytes? {
            let bytes = self.passwordHex.flatMap { Hexadecimal.decode($0) } ?? self.password.map { Array($0.utf8) }
            return bytes.map { SecretBytes($0) }
        }

        var selection: KeySelection {
            if let alias = self.alias { return .alias(alias) }
            return self.thumbprint.flatMap { Thumbprint(hexadecimal: $0) }.map { .thumbprint($0) } ?? .only
        }

        var path: String { Fixtures.path(self.file) }
    }

    static let cells: [Cell] = (try? made?.get())?.cells ?? []

    /// What the making of the files said, where it failed.
    static let failure: String? = {
        guard case .failure(let error) = made else { return nil }
        return "\(error)"
    }()

    static func path(_ file: String) -> String { (try? self.made?.get())?.folder.file(file) ?? file }

    static func bytes(_ file: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path(file))))
    }

    private let folder: TemporaryFolder
    private let cells: [Cell]

    /// Nothing where the tools are absent.
    private static let made: Result<Fixtures, any Error>? = {
        guard Tool.areJudgesPresent, let python = Tool.python else { return nil }
        return Result {
            let folder = try TemporaryFolder()
            let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("fixtures.py")
            let arguments = [script.path, folder.path] + (Tool.keytool.map { [$0.path] } ?? [])
            try python.run(arguments)
            let manifest = try Data(contentsOf: URL(fileURLWithPath: folder.file("manifest.json")))
            return Fixtures(folder: folder, cells: try JSONDecoder().decode([Cell].self, from: manifest))
        }
    }()
}
