// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetPolicies

/// The policy documents of a folder, each read once, and what they come to at every scope.
struct PolicyLibrary {
    private let folder: ConfigurationFolder
    private let space: ConfigurationSpace
    private let compiler: PolicyCompiler
    /// The global document, for the library of a workspace.
    private let outer: CompiledPolicyDocument?
    /// The secrets of key vaults that named values stand for.
    private(set) var vaultReferences: [VaultReference] = []
    /// What there is to say about the documents; each thing once, however many operations a document applies to.
    private(set) var problems: [ConfigurationProblem] = []
    /// Takes the secret named values out of texts.
    let redaction: SecretRedaction
    private var known: Set<ConfigurationProblem> = []
    private var compiled: [String: CompiledPolicyDocument?] = [:]

    /// Reads named values and fragments.
    init(
        folder: ConfigurationFolder,
        space: ConfigurationSpace = .service,
        vault: VaultContents = VaultContents(),
        outer: CompiledPolicyDocument? = nil
    ) {
        self.folder = folder
        self.space = space
        self.outer = outer
        var problems: [ConfigurationProblem] = []
        var references: [VaultReference] = []
        let values = Self.namedValues(folder, space, vault, &references, &problems)
        self.vaultReferences = references
        var fragments: [String: PolicyDocument] = [:]
        for id in folder.folders(in: "\(space.prefix)policy fragments") {
            let file = "\(space.prefix)policy fragments/\(id)/policy.xml"
            do {
                guard let bytes = try folder.content(of: file) else { continue }
                let size = PolicyDocument.maximumFragmentSize
                fragments[id] = PolicyDocument(bytes, file: file, maximumSize: size)
            } catch {
                problems.append(error)
            }
        }
        self.redaction = values.redaction
        self.compiler = PolicyCompiler(namedValues: values, fragments: fragments)
        for problem in problems { report(problem) }
    }

    private static func namedValues(
        _ folder: ConfigurationFolder,
        _ space: ConfigurationSpace,
        _ vault: VaultContents,
        _ references: inout [VaultReference],
        _ problems: inout [ConfigurationProblem]
    ) -> NamedValues {
        var values: [String: NamedValue] = [:]
        for id in folder.folders(in: "\(space.prefix)named values") {
            let file = "\(space.prefix)named values/\(id)/namedValueInformation.json"
            do throws(ConfigurationProblem) {
                guard let document = try folder.document(file) else { continue }
                let name = try document.string("displayName") ?? id
                if let reference = try VaultReading.reference(document) {
                    references.append(reference)
                    if let text = vault[reference]?.secret.flatMap(VaultReading.text) {
                        values[name] = NamedValue(text, isSecret: true)
                    } else {
                        let reason = vault[reference]?.status.message ?? "the key vault was not asked"
                        problems.append(
                            missing(document, at: "secretIdentifier", "'\(name)' is not there yet: \(reason)")
                        )
                    }
                    continue
                }
                guard let value = try document.string("value") else {
                    // Extraction leaves secrets out: only a reference to one is an error.
                    problems.append(missing(document, "'\(name)' has no 'value'"))
                    continue
                }
                values[name] = NamedValue(value, isSecret: try document.bool("secret") ?? false)
            } catch {
                problems.append(error)
            }
        }
        return NamedValues(values)
    }

    private static func missing(
        _ document: EntityDocument,
        at member: String? = nil,
        _ what: String
    ) -> ConfigurationProblem {
        document.problem("missingValue", at: member, "The named value \(what).", severity: .warning)
    }

    /// The document of the service itself, which the APIs of workspaces are under as well.
    mutating func globalDocument() -> CompiledPolicyDocument? { document("policy.xml", .global) }

    private mutating func report(_ problem: ConfigurationProblem) {
        if self.known.insert(problem).inserted { self.problems.append(problem) }
    }

    /// The compiled document in a file; `nil` where there is none.
    private mutating func document(_ file: String, _ scope: PolicyScope) -> CompiledPolicyDocument? {
        if let known = self.compiled[file] { return known }
        var compiled: CompiledPolicyDocument?
        do throws(ConfigurationProblem) {
            if let bytes = try self.folder.content(of: file) {
                let document = self.compiler.compile(PolicyDocument(bytes, file: file), scope: scope)
                for diagnostic in document.diagnostics { report(ConfigurationProblem(diagnostic, file: file)) }
                compiled = document
            }
        } catch {
            report(error)
        }
        self.compiled[file] = compiled
        return compiled
    }

    /// What is done with the calls of each operation of an API.
    ///
    /// - Returns: The plan for calls that meet no operation, and the plans of the operations.
    mutating func plans(_ api: API, product: Product?) -> (unmatched: CallPlan, operations: [CallPlan]) {
        let prefix = self.space.prefix
        var files: [(String, PolicyScope)] = []
        var broad: [CompiledPolicyDocument] = []
        if self.space == .service {
            files.append(("policy.xml", .global))
        } else {
            if let outer { broad.append(outer) }
            files.append(("\(prefix)policy.xml", .workspace))
        }
        if let product { files.append(("\(prefix)products/\(product.folder)/policy.xml", .product)) }
        files.append(("\(prefix)apis/\(api.id)/policy.xml", .api))
        for (file, scope) in files {
            if let document = document(file, scope) { broad.append(document) }
        }
        let policy = EffectivePolicy(broad)
        let folders = self.folder.folders(in: "\(prefix)apis/\(api.id)/operations")
        var plans: [CallPlan] = []
        for operation in api.operations {
            var narrow = policy
            if let folder = folders.first(where: { $0.lowercased() == operation.id.lowercased() }),
                let document = document("\(prefix)apis/\(api.id)/operations/\(folder)/policy.xml", .operation)
            {
                narrow = EffectivePolicy(broad + [document])
            }
            plans.append(CallPlan(api: api, operation: operation, product: product, policy: narrow))
        }
        for folder in folders where !api.operations.contains(where: { $0.id.lowercased() == folder.lowercased() }) {
            report(
                ConfigurationProblem(
                    .warning,
                    "unknownOperation",
                    "The API has no operation '\(folder)', so this policy is never used.",
                    file: "\(prefix)apis/\(api.id)/operations/\(folder)/policy.xml"
                )
            )
        }
        return (CallPlan(api: api, operation: nil, product: product, policy: policy), plans)
    }
}
