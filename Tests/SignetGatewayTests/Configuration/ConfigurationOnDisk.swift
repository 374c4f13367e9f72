// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCore
import SignetExpressions

@testable import SignetGateway

/// A configuration folder of a test's own.
final class ConfigurationOnDisk: Sendable {
    let path: String

    init() throws {
        self.path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("signet-configuration-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: self.path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: self.path)
    }

    func write(_ file: String, _ text: String) throws {
        let url = URL(fileURLWithPath: "\(self.path)/\(file)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    /// An API with the operations `get-item` and `create-item`.
    func writeAPI(_ id: String = "orders", extra: String = "\"subscriptionRequired\": false", policy: String? = nil)
        throws
    {
        try write(
            "apis/\(id)/apiInformation.json",
            """
            {"properties": {"displayName": "Orders", "path": "\(id)", "serviceUrl": "https://backend.example/base",
              "apiRevision": "1", "protocols": ["https"], \(extra)}}
            """
        )
        try write(
            "apis/\(id)/specification.json",
            """
            {"openapi": "3.0.1", "paths": {
              "/items/{id}": {"get": {"operationId": "get-item", "summary": "Get item"}},
              "/items": {"post": {"operationId": "create-item"}}}}
            """
        )
        if let policy { try write("apis/\(id)/policy.xml", policy) }
    }

    /// An API whose policy has these sections.
    func writeAPI(
        inbound: String,
        backend: String = "<base />",
        outbound: String = "<base />",
        onError: String = "<base />"
    ) throws {
        try writeAPI(
            policy: """
                <policies>
                <inbound><base />\(inbound)</inbound>
                <backend>\(backend)</backend>
                <outbound>\(outbound)</outbound>
                <on-error>\(onError)</on-error>
                </policies>
                """
        )
    }

    func read(
        from path: String? = nil,
        environment: [String: String] = [:],
        clock: any TimeSource = .system,
        replacing former: LoadedConfiguration? = nil,
        vault: VaultContents = VaultContents()
    ) -> (configuration: LoadedConfiguration?, problems: [ConfigurationProblem]) {
        ConfigurationReader(
            path: path ?? self.path,
            sources: ConfigurationSources(
                yaml: { _ throws(ConfigurationSources.Malformed) in throw ConfigurationSources.Malformed("no YAML here")
                },
                environment: { environment[$0] },
                clock: clock
            )
        )
        .read(replacing: former, vault: vault)
    }
}
