// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates

/// The folder of a configuration: lists and reads what is in it.
struct ConfigurationFolder: Sendable {
    let path: String

    /// Whether the folder is there.
    var exists: Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: self.path, isDirectory: &isFolder) && isFolder
    }

    /// The names of the folders in a folder, sorted; none where it does not exist.
    func folders(in folder: String) -> [String] {
        entries(in: folder)
            .filter { name in
                var isFolder = false
                return FileManager.default.fileExists(atPath: absolute("\(folder)/\(name)"), isDirectory: &isFolder)
                    && isFolder
            }
    }

    private func entries(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: absolute(folder))) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }

    /// The content of a file; `nil` where there is none.
    ///
    /// - Throws: ``ConfigurationProblem`` for a file that is there but cannot be read.
    func content(of file: String) throws(ConfigurationProblem) -> [UInt8]? {
        guard FileManager.default.fileExists(atPath: absolute(file)) else { return nil }
        do {
            return try FileContent(path: absolute(file)).bytes
        } catch {
            throw ConfigurationProblem(.error, "unreadableFile", error.message, file: file)
        }
    }

    /// The text of a file; `nil` where there is none.
    func text(of file: String) throws(ConfigurationProblem) -> String? {
        guard let bytes = try content(of: file) else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationProblem(.error, "notUTF8", "The file is not UTF-8 text.", file: file)
        }
        return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }

    /// The entity in a file.
    func document(_ file: String) throws(ConfigurationProblem) -> EntityDocument? {
        guard let bytes = try content(of: file) else { return nil }
        return try EntityDocument(bytes, file: file)
    }

    /// The service itself and its workspaces.
    var spaces: [ConfigurationSpace] {
        [.service] + folders(in: "workspaces").map { ConfigurationSpace(workspace: $0) }
    }

    /// A path that a document names, from its own folder on: absolute, or from the configuration's folder.
    func beside(_ document: EntityDocument, _ path: String) -> String {
        let directory = document.file.split(separator: "/").dropLast().joined(separator: "/")
        return path.hasPrefix("/") ? path : "\(directory)/\(path)"
    }

    /// A path from the folder, or an absolute one as it is.
    func absolute(_ file: String) -> String { file.hasPrefix("/") ? file : "\(self.path)/\(file)" }
}

extension ConfigurationFolder {
    /// What tells one state of the folder from another: the files that a configuration is read from, with what the file
    /// system knows of each.
    func signature() -> [String: FileIdentity] {
        var files: [String: FileIdentity] = [:]
        collect("", depth: 0, into: &files)
        return files
    }

    private func collect(_ folder: String, depth: Int, into files: inout [String: FileIdentity]) {
        // An APIOps folder is four levels deep; a link that leads into itself must end somewhere.
        guard depth < 8 else { return }
        for name in entries(in: folder.isEmpty ? "." : folder) {
            let file = folder.isEmpty ? name : "\(folder)/\(name)"
            var isFolder = false
            guard FileManager.default.fileExists(atPath: absolute(file), isDirectory: &isFolder) else { continue }
            if isFolder {
                collect(file, depth: depth + 1, into: &files)
            } else if "/\(file)".contains("/ca certificates/")
                || [".json", ".xml", ".yaml", ".yml"].contains(where: { name.lowercased().hasSuffix($0) })
            {
                files[file] = FileIdentity(path: absolute(file))
            }
        }
    }
}
