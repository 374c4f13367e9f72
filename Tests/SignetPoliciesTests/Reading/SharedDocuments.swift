// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The real documents that tests read where they are: nothing of them is copied into the project.
enum SharedDocuments {
    /// The folder beside the package.
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared")

    /// All policy documents, by path relative to the folder.
    static func all() throws -> [(path: String, bytes: [UInt8])] {
        var documents: [(path: String, bytes: [UInt8])] = []
        for folder in ["policies", "apiops-sample"] {
            let base = root.appending(path: folder)
            guard let files = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil) else {
                continue
            }
            for case let file as URL in files where file.pathExtension == "xml" {
                documents.append((String(file.path.dropFirst(root.path.count + 1)), Array(try Data(contentsOf: file))))
            }
        }
        return documents.sorted { $0.path < $1.path }
    }

    /// Whether the folder is there; in CI it has to be.
    static var isAvailable: Bool {
        ProcessInfo.processInfo.environment["CI"] == "true" || FileManager.default.fileExists(atPath: root.path)
    }
}
