// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetPlatformServer

@Suite struct ServerNamesTests {
    @Test(arguments: [
        ("https://entra", "https://entra", "entra"),
        ("https://Entra.internal:8443/", "https://entra.internal:8443", "entra.internal"),
        ("HTTPS://login.example:443", "https://login.example", "login.example"),
        ("https://10.1.2.3:80", "https://10.1.2.3:80", "10.1.2.3"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443", "[2001:db8::1]"),
        ("https://[::1]", "https://[::1]", "[::1]"),
    ])
    func readsOrigins(text: String, origin: String, host: String) {
        #expect(PublicOrigin(text)?.text == origin)
        #expect(PublicOrigin(text)?.host == host)
    }

    @Test(arguments: [
        "", "https://", "http://entra", "entra:8443", "https://entra/path", "https://entra:0", "https://entra:65536",
        "https://entra:",
        "https://user@entra", "https://entra?q", "https://entra#f", "https://en tra", "https://entra:8443//",
        "https://é.example",
    ])
    func refusesWhatIsNoOrigin(text: String) {
        #expect(PublicOrigin(text) == nil)
    }

    @Test(
        arguments: [
            ("127.0.0.1", nil, "https://localhost:81", ["localhost"], ["127.0.0.1", "::1"]),
            ("0.0.0.0", nil, "https://localhost:81", ["localhost"], ["127.0.0.1", "::1"]),
            ("entra", nil, "https://entra:81", ["localhost", "entra"], ["127.0.0.1", "::1"]),
            ("10.1.2.3", nil, "https://10.1.2.3:81", ["localhost"], ["127.0.0.1", "::1", "10.1.2.3"]),
            ("0.0.0.0", "https://entra", "https://entra", ["localhost", "entra"], ["127.0.0.1", "::1"]),
            ("entra", "https://entra:8443", "https://entra:8443", ["localhost", "entra"], ["127.0.0.1", "::1"]),
            (
                "::", "https://[2001:db8::1]:1", "https://[2001:db8::1]:1", ["localhost"],
                ["127.0.0.1", "::1", "2001:db8::1"]
            ),
        ] as [(String, String?, String, [String], [String])]
    )
    func namesTheServer(host: String, given: String?, origin: String, names: [String], addresses: [String]) {
        let server = ServerNames(listeningOn: host, publicOrigin: given.flatMap { PublicOrigin($0) })
        #expect(server.origins(port: 81).origin == origin)
        #expect(server.dnsNames == names)
        #expect(server.ipAddresses == addresses)
        #expect(server.origins(port: 81).aliases.contains("https://localhost:81"))
    }
}
