// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The request for a certificate that is or was last under way.
struct PendingCertificate: Sendable {
    enum Status: String, Sendable {
        case inProgress
        case completed
        case cancelled
    }

    let requestID: String
    let issuer: VaultCertificatePolicy.Issuer
    /// The certification request, DER.
    let request: [UInt8]
    var status: Status
    /// The key that waits for its certificate, as a self-signed draft in PEM, encrypted; gone with the merge.
    var sealedDraft: [UInt8]?
    let isEnabled: Bool
    let tags: JSONObject

    init(
        issuer: VaultCertificatePolicy.Issuer,
        request: [UInt8],
        status: Status,
        isEnabled: Bool,
        tags: JSONObject
    ) {
        self.requestID = VaultVersion.newIdentifier()
        self.issuer = issuer
        self.request = request
        self.status = status
        self.isEnabled = isEnabled
        self.tags = tags
    }

    init?(kept object: JSONObject) {
        guard let id = object["id"]?.string,
            let issuer = object["issuer"]?.string.flatMap(VaultCertificatePolicy.Issuer.init(rawValue:)),
            let request = object["csr"]?.string.flatMap({ Base64.decodeLenient($0) }),
            let status = object["status"]?.string.flatMap(Status.init(rawValue:))
        else { return nil }
        self.requestID = id
        self.issuer = issuer
        self.request = request
        self.status = status
        self.sealedDraft = object["draft"]?.string.flatMap { Base64.decodeLenient($0) }
        self.isEnabled = object["enabled"]?.bool ?? true
        self.tags = object["tags"]?.object ?? JSONObject()
    }

    /// The request as it is kept.
    var kept: JSONObject {
        var object: JSONObject = [
            "id": .string(self.requestID), "issuer": .string(self.issuer.rawValue), "csr": .base64(self.request),
            "status": .string(self.status.rawValue), "enabled": .bool(self.isEnabled), "tags": .object(self.tags),
        ]
        if let draft = self.sealedDraft { object["draft"] = .base64(draft) }
        return object
    }

    /// The operation as the wire shows it.
    func operation(of name: VaultName, _ vault: Vault) -> JSONObject {
        let address = vault.address(.certificate, name)
        var object: JSONObject = [
            "id": .string(address + "/pending"),
            "issuer": ["name": .string(self.issuer.rawValue)],
            "csr": .base64(self.request),
            "cancellation_requested": .bool(self.status == .cancelled),
            "status": .string(self.status.rawValue),
        ]
        switch self.status {
        case .completed: object["target"] = .string(address)
        case .cancelled: object["status_details"] = "Certificate operation was cancelled."
        case .inProgress:
            object["status_details"] = .string(
                self.issuer == .unknown
                    ? "Pending certificate created. Please Perform Merge to complete the request."
                    : "Pending certificate created. Certificate request is in progress. This may take some time based "
                        + "on the issuer provider. Please check again later."
            )
        }
        object["request_id"] = .string(self.requestID)
        return object
    }
}
