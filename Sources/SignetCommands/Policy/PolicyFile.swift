// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCertificates
import SignetCore
import SignetPolicies

/// A policy document that a command line names.
struct PolicyFile {
    /// The name as given.
    let path: String
    let bytes: [UInt8]

    /// Reads a file, or standard input for `-`.
    init(path: String) throws {
        self.path = path
        guard path != "-" else {
            var bytes: [UInt8] = []
            // One byte more than any document may have, and the document says itself that it is too large.
            while bytes.count <= PolicyDocument.maximumFragmentSize {
                guard let part = try FileHandle.standardInput.read(upToCount: 64 * 1024), !part.isEmpty else { break }
                bytes += part
            }
            self.bytes = bytes
            return
        }
        do {
            self.bytes = try FileContent(path: path).bytes
        } catch {
            throw CommandFailure(code: error.code.description, message: error.message)
        }
    }

    /// The document, as large as a fragment may be; files do not say what they are before they are read.
    var document: PolicyDocument {
        PolicyDocument(self.bytes, file: self.path, maximumSize: PolicyDocument.maximumFragmentSize)
    }

    /// Replaces the content, with the permissions that the file has.
    func write(_ bytes: [UInt8]) throws {
        let path = URL(filePath: self.path).resolvingSymlinksInPath().path
        let mode = try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
        do {
            try AtomicFile.write(bytes, to: path, mode: mode?.uint16Value ?? 0o644)
        } catch {
            throw CommandFailure(code: error.code.description, message: error.message)
        }
    }

    /// Writes bytes to standard output as they are.
    static func print(_ bytes: [UInt8]) { try? FileHandle.standardOutput.write(contentsOf: Data(bytes)) }
}

extension Diagnostic {
    /// What people read: place and message, and the line with the place underlined.
    var text: String { "\(self)\n\(self.excerpt)" }
}
