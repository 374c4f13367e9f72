// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetGateway

@Suite struct RoutingTests {
    private func segments(_ path: String) throws -> (PathSegments, [UInt8]) {
        var segments = PathSegments()
        let bytes = Array(path.utf8)
        try segments.split(bytes, 0..<bytes.count)
        return (segments, bytes)
    }

    @Test(arguments: [
        "/a/../b", "/..", "/a/.", "/%2e%2e/b", "/a/%2E./b", "/a/..;x/b", "/a/.%2e;/b", "/a/..%2fb", "/a/..%5cb",
    ])
    func refusesDotSegments(_ path: String) {
        #expect(throws: PathSegments.Refusal.dotSegment) { try segments(path) }
    }

    @Test func refusesEndlessPaths() {
        #expect(throws: PathSegments.Refusal.tooMany) { try segments(String(repeating: "/a", count: 300)) }
    }

    @Test(arguments: [
        ("/", 0, 0), ("/orders", 1, 1), ("/ORDERS/7", 1, 1), ("/orders/v2/7", 2, 2), ("/orders/v20", 1, 1),
        ("/order", 0, 0), ("/%6Frders/7", 1, 1), ("/a/b/c/d", 3, 3),
    ])
    func findsTheLongestAPIPath(_ path: String, _ api: Int, _ depth: Int) throws {
        var table = APITable()
        for (index, path) in ["", "orders", "orders/v2", "a/b/c"].enumerated() {
            let isNew = table.insert(path: path, api: index)
            #expect(isNew)
        }
        let isNew = table.insert(path: "Orders", api: 9)
        #expect(!isNew)
        let (segments, bytes) = try segments(path)
        let match = try #require(table.match(segments.ranges, of: bytes))
        #expect(match.api == api)
        #expect(match.segments == depth)
    }

    @Test func findsNoAPIWithoutRoot() throws {
        var table = APITable()
        _ = table.insert(path: "orders", api: 0)
        let (segments, bytes) = try segments("/other")
        #expect(table.match(segments.ranges, of: bytes) == nil)
    }

    static let templates = [
        ("GET", "/"), ("GET", "/items"), ("POST", "/items"), ("GET", "/items/{id}"), ("GET", "/items/special"),
        ("GET", "/items/{id}/lines/{line}"), ("GET", "/files/*"), ("PUT", "/files/{*rest}"),
        ("GET", "/report-{year}.pdf"),
        ("GET", "/items/special/x"), ("DELETE", "/*"),
    ]

    @Test(
        arguments: [
            ("GET", "/", 0, []), ("GET", "/items", 1, []), ("GET", "/Items/", 1, []), ("POST", "/items", 2, []),
            ("GET", "/items/7", 3, ["7"]), ("GET", "/items/special", 4, []), ("GET", "/items/SPECIAL", 4, []),
            ("GET", "/items/a%2Fb", 3, ["a%2Fb"]), ("GET", "/items/special/lines/2", 5, ["special", "2"]),
            ("GET", "/files", 6, [""]), ("GET", "/files/a/b", 6, ["a/b"]), ("PUT", "/files/a/b", 7, ["a/b"]),
            ("GET", "/report-2026.pdf", 8, ["2026"]), ("DELETE", "/items/7", 10, ["items/7"]),
            ("PATCH", "/items/7", nil, []), ("GET", "/report-.pdf", nil, []), ("GET", "/nowhere", nil, []),
            ("get", "/items", nil, []),
        ] as [(String, String, Int?, [String])]
    )
    func matchesOperations(_ method: String, _ path: String, _ operation: Int?, _ parameters: [String]) throws {
        var table = OperationTable()
        for (index, item) in Self.templates.enumerated() {
            let isNew = table.insert(method: item.0, template: try PathTemplate(item.1), operation: index)
            #expect(isNew)
        }
        var (segments, bytes) = try segments(path)
        let start = bytes.count
        bytes += Array(method.utf8)
        let match = table.match(method: start..<bytes.count, segments: segments.ranges[...], of: bytes)
        #expect(match?.operation == operation)
        #expect(match?.parameters.map { String(decoding: bytes[$0], as: UTF8.self) } ?? [] == parameters)
    }

    @Test(arguments: ["/a/{b", "/a}/b", "/{}", "/{a}{b}", "/*/b", "/{a}/{a}", "/x{*a}"])
    func refusesMalformedTemplates(_ text: String) {
        #expect(throws: PathTemplate.Malformed.self) { try PathTemplate(text) }
    }

    @Test(arguments: [
        ("https://Example.com", "https://example.com", "example.com", 443),
        ("http://a:8080/x/", "http://a:8080/x", "a:8080", 8080),
        ("https://[::1]:9/", "https://[::1]:9", "[::1]:9", 9),
    ])
    func readsServiceURLs(_ text: String, _ normal: String, _ authority: String, _ port: Int) throws {
        let url = try ServiceURL(text)
        #expect(url.text == normal)
        #expect(url.authority == authority)
        #expect(url.port == port)
    }

    @Test(arguments: ["", "ftp://a", "https://", "https://u@a", "https://a:0", "https://a:70000", "https://a:x", "//a"])
    func refusesOtherURLs(_ text: String) {
        #expect(throws: ServiceURL.Malformed.self) { try ServiceURL(text) }
    }
}
