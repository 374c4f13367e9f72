// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A configuration folder that a test writes.
struct GatewayConfigurationFolder: Sendable {
    let folder: TemporaryFolder

    init() throws {
        self.folder = try TemporaryFolder()
    }

    var path: String { self.folder.path }

    /// An API whose only path takes every method that tests use.
    func writeAPI(_ id: String, path: String? = nil, service: String, inbound: String? = nil, outbound: String = "")
        throws
    {
        try self.folder.write(
            "apis/\(id)/apiInformation.json",
            """
            {"properties": {"displayName": "\(id)", "path": "\(path ?? id)", "serviceUrl": "\(service)",
              "protocols": ["https"], "subscriptionRequired": false}}
            """
        )
        let operations = ["get", "post", "put", "delete", "head"].map { "    \($0):\n      operationId: \($0)-any\n" }
        try self.folder.write(
            "apis/\(id)/specification.yaml",
            "openapi: 3.0.1\ninfo: {title: \(id), version: '1'}\npaths:\n  /*:\n\(operations.joined())"
        )
        if let inbound { try writePolicy("apis/\(id)/policy.xml", inbound: inbound, outbound: outbound) }
    }

    func writePolicy(_ file: String, inbound: String = "<base />", outbound: String = "", onError: String = "") throws {
        try self.folder.write(
            file,
            """
            <policies>
            <inbound>\(inbound)</inbound>
            <backend><base /></backend>
            <outbound><base />\(outbound)</outbound>
            <on-error><base />\(onError)</on-error>
            </policies>
            """
        )
    }

    func writeCertificate(_ id: String, path: String, password: String? = nil) throws {
        let password = password.map { ", \"password\": \"\($0)\"" } ?? ""
        try self.folder.write(
            "certificates/\(id)/certificateInformation.json",
            "{\"properties\": {\"path\": \"\(path)\"\(password)}}"
        )
    }
}
