// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetCredentials

/// A browser without scripts: keeps cookies, and follows what stays on the platform.
struct PageBrowser {
    let transport: any TokenTransport
    let origin: String
    private var cookies: [String: String] = [:]

    init(transport: any TokenTransport, origin: String) {
        self.transport = transport
        self.origin = origin
    }

    mutating func get(_ url: String) async throws -> TransportResponse {
        try await follow(try await send("GET", url, body: nil))
    }

    mutating func post(_ form: String, to path: String) async throws -> TransportResponse {
        try await follow(try await send("POST", self.origin + path, body: form))
    }

    private mutating func follow(_ answer: TransportResponse) async throws -> TransportResponse {
        var answer = answer
        for _ in 0..<6 {
            guard (301...303).contains(answer.status), let address = answer[header: "location"] else { break }
            let target = address.hasPrefix("/") ? self.origin + address : address
            guard target.hasPrefix(self.origin + "/") else { break }
            answer = try await send("GET", target, body: nil)
        }
        return answer
    }

    private mutating func send(_ method: String, _ url: String, body: String?) async throws -> TransportResponse {
        var headers: [(name: String, value: String)] = []
        if body != nil { headers.append(("Content-Type", "application/x-www-form-urlencoded")) }
        if !self.cookies.isEmpty {
            headers.append(("Cookie", self.cookies.map { "\($0)=\($1)" }.sorted().joined(separator: "; ")))
        }
        let response = try await self.transport.send(
            TransportRequest(method: method, url: url, headers: headers, body: SecretBytes(utf8: body ?? ""))
        )
        for header in response.headers where header.name.lowercased() == "set-cookie" {
            let pair = header.value.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
            if pair.count == 2 { self.cookies[String(pair[0])] = String(pair[1]) }
        }
        return response
    }
}
