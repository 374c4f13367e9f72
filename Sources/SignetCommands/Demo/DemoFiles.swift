// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCertificates
import SignetCore

/// The certificates of the demonstration and the configuration of its gateway, in a directory of their own.
struct DemoFiles: Sendable {
    let directory: String
    let authority: ClientCertificate
    private let start: Date

    /// Makes the directory and an authority that issues everything else.
    init(directory: String, now: Date) throws {
        self.directory = directory
        self.start = Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded(.down) - 60)
        try FileManager.default.createDirectory(
            atPath: directory,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        var template = CertificateTemplate(
            subject: "CN=Signet demo authority",
            notBefore: self.start,
            notAfter: self.start.addingTimeInterval(86_400)
        )
        template.key = .p256
        template.authority = .unlimited
        template.usages = []
        self.authority = try ClientCertificate.create(template)
        try write("authority.crt", Array(self.authority.certificatePEM.utf8))
    }

    func path(_ name: String) -> String { "\(self.directory)/\(name)" }

    /// A certificate of the authority.
    func issue(_ subject: String, key: PrivateKey.Kind, server: Bool = false) throws -> ClientCertificate {
        var template = CertificateTemplate(
            subject: subject,
            notBefore: self.start,
            notAfter: self.start.addingTimeInterval(86_400)
        )
        template.key = key
        template.usages = server ? [.serverAuthentication] : [.clientAuthentication]
        template.dnsNames = server ? ["localhost"] : []
        return try ClientCertificate.create(template, issuedBy: .authority(self.authority))
    }

    /// Writes a file, replacing it in one step.
    func write(_ name: String, _ bytes: [UInt8]) throws {
        let path = path(name)
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent,
            withIntermediateDirectories: true
        )
        try AtomicFile.write(bytes, to: path)
    }

    /// Writes the gateway's configuration: one API whose policy presents the certificate `backend-client`.
    func writeGatewayConfiguration(backendPort: Int) throws {
        let api: JSONValue = [
            "properties": [
                "displayName": "Orders", "path": "orders", "protocols": ["http"], "subscriptionRequired": false,
                "serviceUrl": .string("https://localhost:\(backendPort)"),
            ]
        ]
        let specification: JSONValue = [
            "openapi": "3.0.1",
            "info": ["title": "Orders", "version": "1.0"],
            "paths": ["/{id}": ["get": ["operationId": "get-order", "responses": ["200": ["description": "OK"]]]]],
        ]
        let certificate: JSONValue = ["properties": ["path": .string(path("backend-client.pem"))]]
        try write("gateway/certificates/backend-client/certificateInformation.json", certificate.serialized)
        try write("gateway/apis/orders/apiInformation.json", api.serialized)
        try write("gateway/apis/orders/specification.json", specification.serialized)
        try write("gateway/policy.xml", Array(Self.globalPolicy.utf8))
        try write("gateway/apis/orders/policy.xml", Array(Self.apiPolicy.utf8))
    }

    private static let globalPolicy = """
        <policies>
            <inbound />
            <backend>
                <forward-request />
            </backend>
            <outbound />
            <on-error />
        </policies>
        """

    static let apiPolicy = """
        <policies>
            <inbound>
                <base />
                <authentication-certificate certificate-id="backend-client" />
            </inbound>
            <backend>
                <base />
            </backend>
            <outbound>
                <base />
            </outbound>
            <on-error>
                <base />
            </on-error>
        </policies>
        """
}
