// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension ManagedIdentityEndpoint {
    /// The request for a token, as the documentation of the endpoint has it.
    func request(resource: String, identity: ManagedIdentityID) -> TransportRequest {
        var query = FormBody()
        let fields: [(name: String, value: String)]
        switch self.kind {
        case .imds:
            query.append("api-version", "2018-02-01")
            fields = [(name: "Metadata", value: "true")]
        case .appService(let header):
            query.append("api-version", "2019-08-01")
            let value = header.withExposedBytes { String(decoding: $0, as: UTF8.self) }
            fields = [(name: "X-IDENTITY-HEADER", value: value)]
        case .azureArc:
            query.append("api-version", "2020-06-01")
            fields = [(name: "Metadata", value: "true")]
        }
        query.append("resource", resource)
        append(identity, to: &query)
        return get(query, fields)
    }

    /// A request without what the service demands: any answer says that somebody is there.
    var probe: TransportRequest {
        var query = FormBody()
        query.append("api-version", "2018-02-01")
        return get(query, [])
    }

    private func append(_ identity: ManagedIdentityID, to query: inout FormBody) {
        switch (identity, self.kind) {
        // Azure Arc has no others; the credential refuses them before.
        case (.systemAssigned, _), (_, .azureArc): break
        case (.clientID(let id), _): query.append("client_id", id)
        case (.objectID(let id), .imds): query.append("object_id", id)
        case (.objectID(let id), .appService): query.append("principal_id", id)
        case (.resourceID(let id), .imds): query.append("msi_res_id", id)
        case (.resourceID(let id), .appService): query.append("mi_res_id", id)
        }
    }

    private func get(_ query: FormBody, _ fields: [(name: String, value: String)]) -> TransportRequest {
        TransportRequest(
            method: "GET",
            url: "\(self.url)?\(String(decoding: query.bytes, as: UTF8.self))",
            headers: fields + [(name: "Accept", value: "application/json")],
            body: SecretBytes([])
        )
    }
}
