// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Testing

@testable import SignetCredentials

@Suite struct ProxyConfigurationTests {
    @Test(arguments: [
        ("http://proxy.corp:3128", "proxy.corp", 3_128), ("proxy.corp:3128", "proxy.corp", 3_128),
        ("http://proxy.corp", "proxy.corp", 80), ("HTTP://proxy.corp/", "proxy.corp", 80),
        ("http://user:p%40ss@proxy.corp:8080/", "proxy.corp", 8_080), ("http://[::1]:3128", "::1", 3_128),
        ("socks5://socks.corp", "socks.corp", 1_080), ("socks5h://10.0.0.1:9", "10.0.0.1", 9),
    ])
    func readsTheAddressOfAProxy(url: String, host: String, port: Int) throws {
        let proxy = try ProxyConfiguration(url: url)
        #expect(proxy.host == host)
        #expect(proxy.port == port)
        #expect(proxy.isSOCKS == url.hasPrefix("socks"))
    }

    @Test(arguments: [
        "", "http://", "https://proxy.corp", "ftp://proxy.corp", "http://proxy.corp:0", "http://proxy.corp:99999",
        "http://proxy.corp:x", "http://a b:1", "http://secret%ZZ@proxy", "http://secret%@proxy",
        "http://u:secret%FF@proxy", "http://u:secret%+5@proxy", "http://proxy:+80",
        "socks5://u:secret@proxy",
    ])
    func refusesOtherAddressesWithoutRepeatingThem(url: String) {
        let error = #expect(throws: CredentialError.self) { try ProxyConfiguration(url: url) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains("HTTPS_PROXY") == true)
        #expect(error?.message.contains("secret") == false)
    }

    @Test func readsTheVariablesAndTheSmallOnesFirst() throws {
        #expect(try ProxyConfiguration.environment([:]) == nil)
        #expect(try ProxyConfiguration.environment(["HTTPS_PROXY": "", "HTTP_PROXY": "http://a:1"]) == nil)
        let upper = try ProxyConfiguration.environment(["HTTPS_PROXY": "http://upper:1", "NO_PROXY": "a.example"])
        #expect(upper?.host == "upper")
        #expect(upper?.carries("https://a.example/x") == false)
        let both = try ProxyConfiguration.environment([
            "HTTPS_PROXY": "http://upper:1", "https_proxy": "http://lower:2", "no_proxy": "b.example", "NO_PROXY": "*",
        ])
        #expect(both?.host == "lower")
        #expect(both?.carries("https://a.example/x") == true)
        #expect(both?.carries("https://b.example/x") == false)
    }

    @Test(arguments: [
        ("", "https://login.microsoftonline.com/t", true), ("*", "https://login.microsoftonline.com/t", false),
        ("example.com", "https://example.com/", false), ("example.com", "https://a.example.com/", false),
        ("example.com", "https://notexample.com/", true), (".example.com", "https://a.example.com", false),
        ("*.example.com", "https://a.example.com", false), ("EXAMPLE.com", "https://Example.COM", false),
        ("example.com:8443", "https://example.com:8443/", false), ("example.com:8443", "https://example.com/", true),
        ("example.com:443", "https://example.com/", false), ("a, b.example ,c", "https://b.example", false),
        ("10.0.0.0/8", "https://10.1.2.3:8443/x", false), ("10.0.0.0/8", "https://11.1.2.3/x", true),
        ("0.0.0.0/0", "https://11.1.2.3/x", false), ("10.0.0.0/33", "https://10.0.0.1", true),
        ("::1", "https://[::1]:8443/", false), ("[::1]:8443", "https://[::1]:8443/", false),
        ("127.0.0.1", "https://127.0.0.1:1", false), (",, ,", "https://a", true),
        ("", "http://169.254.169.254/metadata", false),
    ])
    func knowsWhatGoesThroughTheProxy(exclusions: String, url: String, carries: Bool) throws {
        #expect(try ProxyConfiguration(url: "http://p:1", exclusions: exclusions).carries(url) == carries)
    }

    @Test func noWayOfPrintingShowsThePassword() throws {
        let proxy = try ProxyConfiguration(url: "http://user:hunter2@proxy.corp:1")
        var dumped = ""
        dump(proxy, to: &dumped)
        for text in ["\(proxy)", String(reflecting: proxy), dumped] {
            #expect(!text.contains("hunter2") && !text.contains("user"))
        }
    }
}
