// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore

/// Reads certificates of authorities: `data` in base64 or `path`, PEM or DER, without a key.
enum AuthorityReading {
    /// The certificates, as DER.
    static func authorities(
        _ document: EntityDocument,
        _ folder: ConfigurationFolder
    ) throws(ConfigurationProblem) -> [[UInt8]] {
        let content: [UInt8]?
        var member = "data"
        if let data = try document.string("data") {
            content = data.contains("-----BEGIN") ? Array(data.utf8) : Base64.decodeLenient(data)
        } else if let path = try document.string("path") {
            member = "path"
            let file = folder.beside(document, path)
            content = try folder.content(of: file)
            if content == nil {
                throw document.problem("missingFile", at: member, "The file \(file) does not exist.")
            }
        } else {
            throw document.problem("missingMember", "The certificate of an authority needs 'data' or 'path'.")
        }
        guard let content, let certificate = try? PublicCertificate(bytes: content) else {
            throw document.problem(
                "unusableCertificate",
                at: member,
                "'\(member)' holds no certificate in PEM or DER."
            )
        }
        return certificate.derChain
    }
}

/// Reads `hostnameConfigurations` of gateways.
enum HostnameReading {
    static func hostname(
        _ document: EntityDocument,
        _ certificates: CertificateStore
    ) throws(ConfigurationProblem) -> GatewayHostname {
        let reference = try document.requiredString("certificateId")
        let id = reference.split(separator: "/").last.map(String.init) ?? reference
        guard certificates.entry(id: id) != nil || certificates.isPending(id: id) else {
            throw document.problem(
                "unknownCertificate",
                at: "certificateId",
                "Certificate with id '\(id)' could not be resolved."
            )
        }
        return GatewayHostname(
            hostname: try document.requiredString("hostname"),
            certificateID: id,
            negotiatesClientCertificate: try document.bool("negotiateClientCertificate") ?? false,
            offersHTTP2: try document.bool("http2Enabled") ?? true
        )
    }
}
