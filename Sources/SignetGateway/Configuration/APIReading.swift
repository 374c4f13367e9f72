// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetPolicies

/// Reads the APIs with their operations and plans.
struct APIReading {
    /// What came of it.
    struct Outcome {
        var entries: [GatewayConfiguration.Entry] = []
        var table = APITable()
    }

    let folder: ConfigurationFolder
    let sources: ConfigurationSources
    let hasSubscriptions: Bool
    let products: [Product]

    func read(_ policies: inout PolicyLibrary, _ problems: inout [ConfigurationProblem]) -> Outcome {
        var outcome = Outcome()
        for id in self.folder.folders(in: "apis") {
            do {
                try read(id, &outcome, &policies, &problems)
            } catch {
                problems.append(error)
            }
        }
        return outcome
    }

    private func read(
        _ id: String,
        _ outcome: inout Outcome,
        _ policies: inout PolicyLibrary,
        _ problems: inout [ConfigurationProblem]
    ) throws(ConfigurationProblem) {
        guard let document = try self.folder.document("apis/\(id)/apiInformation.json") else {
            throw ConfigurationProblem(
                .error,
                "missingFile",
                "The folder holds no apiInformation.json.",
                file: "apis/\(id)"
            )
        }
        let specification = try self.specification(id, document, &problems)
        problems += specification.problems
        let api = try api(id, document, specification.operations)
        guard outcome.table.insert(path: api.path, api: outcome.entries.count) else {
            throw document.problem("duplicatePath", at: "path", "Another API is served at the path '\(api.path)'.")
        }
        if api.isCurrentRevision, !api.revision.isEmpty {
            // The current revision also answers under its own number.
            _ = outcome.table.insert(path: "\(api.path);rev=\(api.revision)", api: outcome.entries.count)
        }
        let members = self.products.filter { $0.apis.contains(api.baseID) }
        var productPlans: [String: [CallPlan]] = [:]
        for product in members {
            productPlans[product.id] = policies.plans(api, product: product).operations
        }
        let plans = policies.plans(api, product: nil)
        outcome.entries.append(
            GatewayConfiguration.Entry(
                api: api,
                operations: specification.table,
                unmatched: plans.unmatched,
                plans: plans.operations,
                productPlans: productPlans,
                openProducts: members.filter { $0.isPublished && !$0.subscriptionRequired }
            )
        )
    }

    private func api(
        _ id: String,
        _ document: EntityDocument,
        _ operations: [Operation]
    ) throws(ConfigurationProblem) -> API {
        let service: ServiceURL?
        if let text = try document.string("serviceUrl"), !text.isEmpty {
            do { service = try ServiceURL(text) } catch {
                throw document.problem(
                    "invalidURL",
                    at: "serviceUrl",
                    "The service URL '\(text)' cannot be used: \(error.reason)."
                )
            }
        } else {
            service = nil
        }
        let revision = try document.string("apiRevision") ?? ""
        let isCurrent = try document.bool("isCurrent") ?? !id.contains(";rev=")
        let keys = document.properties["subscriptionKeyParameterNames"]
        return API(
            id: id,
            name: try document.string("displayName") ?? id,
            path: try path(id, document, isCurrent: isCurrent, revision: revision),
            revision: revision,
            isCurrentRevision: isCurrent,
            version: try document.string("apiVersion"),
            serviceURL: service,
            // An extracted instance always says; in a folder written by hand that knows no subscription, nobody could
            // ever have a key.
            subscriptionRequired: try document.bool("subscriptionRequired") ?? self.hasSubscriptions,
            keyHeader: keys?["header"]?.string,
            keyQuery: keys?["query"]?.string,
            protocols: document.properties["protocols"]?.array?.compactMap(\.string) ?? ["https"],
            operations: operations
        )
    }

    /// The path with version and revision as callers write it.
    private func path(
        _ id: String,
        _ document: EntityDocument,
        isCurrent: Bool,
        revision: String
    ) throws(ConfigurationProblem) -> String {
        var parts = try document.requiredString("path").split(separator: "/").map(String.init)
        if let version = try document.string("apiVersion"), !version.isEmpty {
            if let set = try document.string("apiVersionSetId")?.split(separator: "/").last {
                let file = "version sets/\(set)/versionSetInformation.json"
                let scheme = try self.folder.document(file)?.string("versioningScheme") ?? "Segment"
                guard scheme.lowercased() == "segment" else {
                    throw document.problem(
                        "unsupportedVersioning",
                        at: "apiVersionSetId",
                        "Versions by \(scheme.lowercased()) are not executed yet, only by path ('Segment')."
                    )
                }
            }
            if parts.last != version { parts.append(version) }
        }
        let path = parts.joined(separator: "/")
        return isCurrent ? path : "\(path);rev=\(revision)"
    }

    private func specification(
        _ id: String,
        _ document: EntityDocument,
        _ problems: inout [ConfigurationProblem]
    ) throws(ConfigurationProblem) -> OpenAPIOperations {
        let type = try document.string("type")?.lowercased() ?? "http"
        guard type == "http" else {
            problems.append(
                document.problem(
                    "unsupportedAPI",
                    at: "type",
                    "APIs of the type '\(type)' are not executed yet: calls of '\(id)' are answered 404.",
                    severity: .warning
                )
            )
            return OpenAPIOperations()
        }
        for name in ["specification.yaml", "specification.yml", "specification.json"] {
            let file = "apis/\(id)/\(name)"
            guard let text = try self.folder.text(of: file) else { continue }
            return OpenAPIOperations(try decode(text, file), file: file)
        }
        problems.append(
            document.problem(
                "noOperations",
                "The API '\(id)' has no OpenAPI specification (specification.yaml or .json), so it has no operations: "
                    + "its calls are answered 404.",
                severity: .warning
            )
        )
        return OpenAPIOperations()
    }

    private func decode(_ text: String, _ file: String) throws(ConfigurationProblem) -> JSONValue {
        if file.hasSuffix(".json") {
            do { return try JSONValue.parse(text, maximumDepth: 200) } catch {
                let place = TextPlace(offset: error.offset, in: Array(text.utf8))
                throw ConfigurationProblem(
                    .error,
                    "malformedJSON",
                    "This is not JSON: \(error.reason).",
                    file: file,
                    line: place.line,
                    column: place.column
                )
            }
        }
        do { return try self.sources.yaml(text) } catch {
            throw ConfigurationProblem(
                .error,
                "malformedYAML",
                "This is not YAML: \(error.message).",
                file: file,
                line: error.line,
                column: error.column
            )
        }
    }
}
