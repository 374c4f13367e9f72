// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore
import SignetPolicies

/// One reading of a folder: the service itself, and after it each of its workspaces.
struct ConfigurationReading {
    let folder: ConfigurationFolder
    let sources: ConfigurationSources
    let vault: VaultContents
    let former: LoadedConfiguration?
    var problems: [ConfigurationProblem] = []
    var parts = GatewayConfiguration.Parts()
    var certificates: [StoredCertificate] = []
    var vaultReferences: [VaultReference] = []

    init(
        folder: ConfigurationFolder,
        sources: ConfigurationSources,
        vault: VaultContents,
        former: LoadedConfiguration?
    ) {
        self.folder = folder
        self.sources = sources
        self.vault = vault
        self.former = former
        self.parts.traceKeys = sources.traceKeys
        self.parts.inlineCertificates = former?.configuration.inlineCertificates ?? InlineCertificates()
    }

    mutating func run() -> LoadedConfiguration? {
        guard isThere() else { return nil }
        let spaces = self.folder.spaces
        lookForAPIs(spaces)
        for space in spaces { readCertificates(space) }
        if let former { self.parts.certificates.remember(former.configuration.certificates) }
        readAuthorities()
        readHostnames()
        var hasSubscriptions = false
        for space in spaces {
            readBackends(space)
            readProducts(space)
            hasSubscriptions = readSubscriptions(space) || hasSubscriptions
        }
        var outer: CompiledPolicyDocument?
        for space in spaces {
            var policies = PolicyLibrary(folder: self.folder, space: space, vault: self.vault, outer: outer)
            if space == .service { outer = policies.globalDocument() }
            readAPIs(space, &policies, hasSubscriptions)
            self.problems += policies.problems
            self.vaultReferences += policies.vaultReferences
            self.parts.redaction = self.parts.redaction.adding(policies.redaction.entries)
        }
        let configuration = GatewayConfiguration(self.parts)
        self.problems += ReferenceChecks.problems(in: configuration)
        self.problems += EntityChecks.problems(in: configuration)
        return LoadedConfiguration(
            configuration: configuration,
            certificates: self.certificates,
            vault: self.vaultReferences
        )
    }

    private mutating func isThere() -> Bool {
        if self.folder.exists { return true }
        self.problems.append(
            ConfigurationProblem(
                .error,
                "missingFolder",
                "The folder of the configuration does not exist.",
                file: self.folder.path
            )
        )
        return false
    }

    /// Says that there is nothing to serve: the folder is most likely not the one that was meant.
    private mutating func lookForAPIs(_ spaces: [ConfigurationSpace]) {
        guard spaces.allSatisfy({ self.folder.folders(in: "\($0.prefix)apis").isEmpty }) else { return }
        let meant = self.folder.folders(in: ".").first { !self.folder.folders(in: "\($0)/apis").isEmpty }
        self.problems.append(
            ConfigurationProblem(
                .warning,
                "noAPI",
                "The folder holds no API in 'apis': all calls are answered 404."
                    + (meant.map { " The folder '\($0)' in it holds some: name that one." } ?? ""),
                file: self.folder.path
            )
        )
    }

    /// Reads all entities of a kind; what is wrong with one does not keep the others from being read.
    mutating func entities<Entity>(
        _ kind: String,
        _ file: String,
        _ read: (String, EntityDocument) throws(ConfigurationProblem) -> Entity?
    ) -> [Entity] {
        var entities: [Entity] = []
        for id in self.folder.folders(in: kind) {
            do throws(ConfigurationProblem) {
                guard let document = try self.folder.document("\(kind)/\(id)/\(file)") else {
                    throw ConfigurationProblem(
                        .error,
                        "missingFile",
                        "The folder holds no \(file).",
                        file: "\(kind)/\(id)"
                    )
                }
                if let entity = try read(id, document) { entities.append(entity) }
            } catch {
                self.problems.append(error)
            }
        }
        return entities
    }

    private mutating func readAPIs(
        _ space: ConfigurationSpace,
        _ policies: inout PolicyLibrary,
        _ hasSubscriptions: Bool
    ) {
        let reading = APIReading(
            folder: self.folder,
            space: space,
            sources: self.sources,
            hasSubscriptions: hasSubscriptions,
            products: self.parts.products.values.sorted { $0.id < $1.id }
        )
        reading.read(into: &self.parts, &policies, &self.problems)
    }
}
