// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates

/// nginx as a backend that demands a client certificate and tells which one it saw: its SHA-1 fingerprint and a `#`.
final class NginxBackend: Sendable {
    static let path = "/usr/sbin/nginx"

    let port: Int
    private let folder: TemporaryFolder
    private let peer: Peer

    init(
        authority: TestAuthority,
        clients: TestAuthority? = nil,
        dnsNames: [String] = ["localhost"],
        ipAddresses: [String] = ["127.0.0.1"]
    ) async throws {
        self.folder = try TemporaryFolder()
        self.port = try await Peer.freePort()
        try self.folder.write("server.pem", try authority.server(dnsNames: dnsNames, ipAddresses: ipAddresses).pem())
        try self.folder.write("clients.pem", (clients ?? authority).pem)
        let path = self.folder.path
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map { "\($0)_temp_path \(path)/\($0);" }.joined(separator: " ")
        try self.folder.write(
            "nginx.conf",
            """
            daemon off; master_process off; pid \(self.folder.path)/nginx.pid; error_log \(self.folder.path)/error.log;
            events { worker_connections 1024; }
            http {
              access_log off; \(temporary) keepalive_requests 100000;
              server {
                listen 127.0.0.1:\(self.port) ssl;
                ssl_certificate \(self.folder.path)/server.pem; ssl_certificate_key \(self.folder.path)/server.pem;
                ssl_client_certificate \(self.folder.path)/clients.pem; ssl_verify_client on; ssl_verify_depth 3;
                location / {
                  add_header X-Client-DN $ssl_client_s_dn always;
                  return 200 "$ssl_client_fingerprint#";
                }
              }
            }
            """
        )
        self.peer = try Peer(Self.path, ["-p", self.folder.path, "-c", "\(self.folder.path)/nginx.conf"])
        try await Peer.awaitListener(self.port)
    }

    var url: String { "https://localhost:\(self.port)" }
}
