// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore
import SignetPolicies

/// Reads an APIOps folder and proves it: every entity, reference and policy, all problems in one go.
package struct ConfigurationReader: Sendable {
    let folder: ConfigurationFolder
    private let sources: ConfigurationSources

    /// - Parameters:
    ///   - path: The folder.
    ///   - sources: What reading needs from outside.
    package init(path: String, sources: ConfigurationSources) {
        self.folder = ConfigurationFolder(path: path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path)
        self.sources = sources
    }

    /// The state of the folder.
    package func signature() -> ConfigurationSignature { ConfigurationSignature(files: self.folder.signature()) }

    /// The secrets of key vaults that the folder names; what is malformed is told by ``read(replacing:vault:)``.
    package func vaultReferences() -> [VaultReference] {
        var references: [VaultReference] = []
        for space in self.folder.spaces {
            for (kind, file) in [
                ("certificates", "certificateInformation.json"), ("named values", "namedValueInformation.json"),
            ] {
                for id in self.folder.folders(in: space.prefix + kind) {
                    let document = try? self.folder.document("\(space.prefix)\(kind)/\(id)/\(file)")
                    guard let document, let reference = try? VaultReading.reference(document) else { continue }
                    if !references.contains(reference) { references.append(reference) }
                }
            }
        }
        return references
    }

    /// Reads the folder.
    ///
    /// - Parameters:
    ///   - former: The configuration in use, whose certificates keep their identity where they are the same.
    ///   - vault: What is known of the secrets of key vaults.
    /// - Returns: The configuration, unless one of the problems is an error.
    package func read(
        replacing former: LoadedConfiguration? = nil,
        vault: VaultContents = VaultContents()
    ) -> (configuration: LoadedConfiguration?, problems: [ConfigurationProblem]) {
        var reading = ConfigurationReading(folder: self.folder, sources: self.sources, vault: vault, former: former)
        let loaded = reading.run()
        let problems = reading.problems
        return (problems.contains { $0.severity == .error } ? nil : loaded, problems)
    }
}
