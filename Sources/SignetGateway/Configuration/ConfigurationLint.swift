// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetPolicies

/// Looks through the policy documents of a folder for what is rarely meant, with all of them in view.
struct ConfigurationLint {
    private let folder: ConfigurationFolder

    init(folder: ConfigurationFolder) { self.folder = folder }

    /// Warnings about the documents, in the order of their files.
    func problems() -> [ConfigurationProblem] {
        let spaces = [""] + self.folder.folders(in: "workspaces").map { "workspaces/\($0)/" }
        let documents = spaces.map { space in files(space).compactMap { document($0, PolicyDocument.maximumSize) } }
        // Which scopes meet in a call depends on the call: what any of them sets counts as set.
        let variables = documents.joined().reduce(into: Set<String>()) { $0.formUnion(PolicyLint.variables(setBy: $1)) }
        return zip(spaces, documents)
            .flatMap { space, documents in
                let surroundings = PolicyLint.Surroundings(fragments: fragments(space), variables: variables)
                let fragments = surroundings.fragments.sorted { $0.key < $1.key }.map(\.value)
                return (documents + fragments).filter(\.diagnostics.isEmpty)
                    .flatMap { document in
                        PolicyLint.findings(document, in: surroundings)
                            .map { ConfigurationProblem($0, file: document.file ?? "") }
                    }
            }
    }

    private func fragments(_ space: String) -> [String: PolicyDocument] {
        var fragments: [String: PolicyDocument] = [:]
        for id in self.folder.folders(in: "\(space)policy fragments") {
            fragments[id] = document(
                "\(space)policy fragments/\(id)/policy.xml",
                PolicyDocument.maximumFragmentSize
            )
        }
        return fragments
    }

    /// The files that may hold a document of a scope.
    private func files(_ space: String) -> [String] {
        let products = self.folder.folders(in: "\(space)products").map { "\(space)products/\($0)/policy.xml" }
        let apis = self.folder.folders(in: "\(space)apis")
            .flatMap { api in
                ["\(space)apis/\(api)/policy.xml"]
                    + self.folder.folders(in: "\(space)apis/\(api)/operations")
                    .map { "\(space)apis/\(api)/operations/\($0)/policy.xml" }
            }
        return ["\(space)policy.xml"] + products + apis
    }

    /// The document in a file; whatever keeps it from being read is said where it is compiled.
    private func document(_ file: String, _ limit: Int) -> PolicyDocument? {
        do throws(ConfigurationProblem) {
            return try self.folder.content(of: file).map { PolicyDocument($0, file: file, maximumSize: limit) }
        } catch {
            return nil
        }
    }
}

extension ConfigurationReader {
    /// Reads the folder and looks for what is rarely meant as well: for those who check, not for those who serve.
    ///
    /// - Parameter vault: What is known of the secrets of key vaults.
    /// - Returns: All problems, errors and warnings.
    package func check(vault: VaultContents = VaultContents()) -> [ConfigurationProblem] {
        let problems = read(vault: vault).problems
        let known = Set(problems.map { "\($0.file):\($0.line):\($0.column):\($0.code)" })
        return problems
            + ConfigurationLint(folder: self.folder).problems()
            .filter { !known.contains("\($0.file):\($0.line):\($0.column):\($0.code)") }
    }
}
