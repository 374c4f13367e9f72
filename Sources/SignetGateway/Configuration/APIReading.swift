// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetPolicies

/// Reads the APIs of a space with their operations and plans.
struct APIReading {
    let folder: ConfigurationFolder
    let space: ConfigurationSpace
    let sources: ConfigurationSources
    let hasSubscriptions: Bool
    let products: [Product]

    func read(
        into parts: inout GatewayConfiguration.Parts,
        _ policies: inout PolicyLibrary,
        _ problems: inout [ConfigurationProblem]
    ) {
        for id in self.folder.folders(in: "\(self.space.prefix)apis") {
            do {
                try read(id, &parts, &policies, &problems)
            } catch {
                problems.append(error)
            }
        }
    }

    private func read(
        _ id: String,
        _ parts: inout GatewayConfiguration.Parts,
        _ policies: inout PolicyLibrary,
        _ problems: inout [ConfigurationProblem]
    ) throws(ConfigurationProblem) {
        let path = "\(self.space.prefix)apis/\(id)"
        guard let document = try self.folder.document("\(path)/apiInformation.json") else {
            throw ConfigurationProblem(.error, "missingFile", "The folder holds no apiInformation.json.", file: path)
        }
        let specification = try SpecificationReading(folder: self.folder, yaml: self.sources.yaml)
            .operations(of: path, document, &problems)
        problems += specification.problems
        let version = try VersionReading(folder: self.folder, space: self.space).version(document)
        let api = try api(id, document, specification, version)
        try place(api, version, document, &parts)
        let members = self.products.filter { $0.apis.contains(api.baseID) }
        var productPlans: [String: [CallPlan]] = [:]
        for product in members {
            productPlans[product.id] = policies.plans(api, product: product).operations
        }
        let plans = policies.plans(api, product: nil)
        parts.entries.append(
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

    /// Enters an API where callers look for it.
    private func place(
        _ api: API,
        _ version: VersionReading.Version,
        _ document: EntityDocument,
        _ parts: inout GatewayConfiguration.Parts
    ) throws(ConfigurationProblem) {
        let index = parts.entries.count
        func insert(_ path: String) -> Bool {
            let place = parts.table.place(path: path, new: parts.places.count)
            if place == parts.places.count { parts.places.append(APIPlace()) }
            return parts.places[place].insert(api: index, version: version.sourceAndValue)
        }
        guard insert(api.path) else {
            throw document.problem("duplicatePath", at: "path", "Another API is served at the path '\(api.path)'.")
        }
        if api.isCurrentRevision, !api.revision.isEmpty {
            // The current revision also answers under its own number.
            _ = insert("\(api.path);rev=\(api.revision)")
        }
    }

    private func api(
        _ id: String,
        _ document: EntityDocument,
        _ specification: OpenAPIOperations,
        _ version: VersionReading.Version
    ) throws(ConfigurationProblem) -> API {
        let revision = try document.string("apiRevision") ?? ""
        let isCurrent = try document.bool("isCurrent") ?? !id.contains(";rev=")
        let keys = document.properties["subscriptionKeyParameterNames"]
        var parts = try document.requiredString("path").split(separator: "/").map(String.init)
        if let segment = version.segment, parts.last != segment { parts.append(segment) }
        let path = parts.joined(separator: "/")
        let isWebSocket = try document.string("type")?.lowercased() == "websocket"
        return API(
            id: id,
            space: self.space,
            kind: isWebSocket ? .webSocket : .http,
            name: try document.string("displayName") ?? id,
            path: isCurrent ? path : "\(path);rev=\(revision)",
            revision: revision,
            isCurrentRevision: isCurrent,
            version: version.name,
            serviceURL: try service(document, specification),
            // An extracted instance always says; in a folder written by hand that knows no subscription, nobody could
            // ever have a key.
            subscriptionRequired: try document.bool("subscriptionRequired") ?? self.hasSubscriptions,
            keyHeader: keys?["header"]?.string,
            keyQuery: keys?["query"]?.string,
            protocols: document.properties["protocols"]?.array?.compactMap(\.string) ?? ["https"],
            operations: specification.operations
        )
    }

    /// The service URL, or else the server that the specification names, as an import takes it.
    private func service(
        _ document: EntityDocument,
        _ specification: OpenAPIOperations
    ) throws(ConfigurationProblem) -> ServiceURL? {
        guard let text = try document.string("serviceUrl"), !text.isEmpty else {
            // What an instance exports names the instance itself, which is no backend.
            let path = try document.requiredString("path").split(separator: "/").joined(separator: "/").lowercased()
            let server = specification.server.flatMap { try? ServiceURL($0) }
            return server.flatMap { server in
                server.host.hasSuffix(".azure-api.net") || server.path.lowercased().hasSuffix("/\(path)") ? nil : server
            }
        }
        do { return try ServiceURL(text) } catch {
            throw document.problem(
                "invalidURL",
                at: "serviceUrl",
                "The service URL '\(text)' cannot be used: \(error.reason)."
            )
        }
    }
}
