// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCertificates
import SignetCore
import Testing

@testable import SignetGateway

/// Pools, circuit breakers and the credentials of backends.
@Suite struct BackendSelectionTests {
    private static let rule = """
        "circuitBreaker": {"rules": [{"name": "r", "failureCondition": {"count": 2, "interval": "PT1M",
          "statusCodeRanges": [{"min": 500, "max": 599}], "errorReasons": ["timeout", "BackendConnectionFailure"]},
          "tripDuration": "PT30S", "acceptRetryAfter": true}]}
        """

    private static func write(_ folder: ConfigurationOnDisk, _ id: String, _ extra: String) throws {
        try folder.write(
            "backends/\(id)/backendInformation.json",
            "{\"properties\": {\"url\": \"https://\(id).example\"\(extra.isEmpty ? "" : ", \(extra)")}}"
        )
    }

    private static func pool(_ services: String, extra: String = "") throws -> CallHarness {
        let folder = try ConfigurationOnDisk()
        for id in ["a", "b", "c"] { try Self.write(folder, id, Self.rule) }
        try folder.write(
            "backends/pool/backendInformation.json",
            "{\"properties\": {\"type\": \"Pool\", \"pool\": {\"services\": [\(services)]\(extra)}}}"
        )
        try folder.writeAPI(inbound: "<set-backend-service backend-id=\"pool\" />")
        return try CallHarness(folder)
    }

    private static func service(_ id: String, _ priority: Int, _ weight: Int) -> String {
        "{\"id\": \"/subscriptions/s/backends/\(id)\", \"priority\": \(priority), \"weight\": \(weight)}"
    }

    private static func chosen(_ harness: inout CallHarness) throws -> String? {
        guard try harness.begin("GET", "/orders/items/7") == .forward else { return nil }
        return harness.call.endpoint?.host
    }

    @Test func poolTakesByPriorityAndWeight() throws {
        var harness = try Self.pool(
            [Self.service("a", 1, 3), Self.service("b", 1, 1), Self.service("c", 2, 100)].joined(separator: ",")
        )
        var counts: [String: Int] = [:]
        for _ in 0..<4_000 { counts[try Self.chosen(&harness) ?? "", default: 0] += 1 }
        #expect(counts["c.example"] == nil)
        let share = Double(counts["a.example"] ?? 0) / 4_000
        #expect((0.70...0.80).contains(share), "\(counts)")
        #expect(harness.requestHeader("Host") == [harness.call.endpoint?.host ?? ""])
    }

    @Test func poolSkipsWhatIsTrippedAndAnswers503WhereAllAre() throws {
        var harness = try Self.pool([Self.service("a", 1, 1), Self.service("b", 2, 1)].joined(separator: ","))
        for expected in ["a.example", "a.example", "b.example", "b.example"] {
            #expect(try Self.chosen(&harness) == expected)
            _ = try harness.respond("503 Busy", "Content-Length: 0")
        }
        #expect(try Self.chosen(&harness) == nil)
        #expect(harness.status == 503)
        #expect(harness.call.ownReason == "Backend pool pool is temporarily unavailable")
        #expect(harness.responseHeader("Retry-After") == ["30"])
        #expect(harness.call.state.lastError == nil)
    }

    @Test func retryAfterOfTheBackendAndErrorReasonsTrip() throws {
        var harness = try Self.pool(Self.service("a", 1, 1))
        for _ in 0..<2 {
            #expect(try Self.chosen(&harness) == "a.example")
            _ = try harness.respond("500 Oops", "Retry-After: 77")
        }
        #expect(try Self.chosen(&harness) == nil)
        #expect(harness.responseHeader("Retry-After") == ["77"])
        var other = try Self.pool(Self.service("b", 1, 1))
        #expect(try Self.chosen(&other) == "b.example")
        _ = other.call.failed(.timeout("late"))
        #expect(try Self.chosen(&other) == "b.example")
        _ = other.call.failed(.backendConnectionFailure("away"))
        #expect(try Self.chosen(&other) == nil)
    }

    @Test func sessionStaysAtItsMember() throws {
        let affinity = ", \"sessionAffinity\": {\"sessionId\": {\"source\": \"cookie\", \"name\": \"Sticky\"}}"
        var harness = try Self.pool(
            [Self.service("a", 1, 1), Self.service("b", 1, 1)].joined(separator: ","),
            extra: affinity
        )
        let first = try Self.chosen(&harness)
        _ = try harness.respond("200 OK", "Content-Length: 0")
        let cookie = try #require(harness.responseHeader("Set-Cookie").first)
        #expect(cookie.hasPrefix("Sticky=") && cookie.hasSuffix("; Path=/; HttpOnly"))
        let pair = try #require(cookie.split(separator: ";").first)
        for _ in 0..<20 {
            _ = try harness.begin("GET", "/orders/items/7", "Cookie: x=y; \(pair)")
            #expect(harness.call.endpoint?.host == first)
            _ = try harness.respond("200 OK", "Content-Length: 0")
            #expect(harness.responseHeader("Set-Cookie").isEmpty)
        }
    }

    @Test func aSingleBackendIsKeptBackUntilItsTimeIsOver() throws {
        var breaker = CircuitBreaker(rules: [
            CircuitBreakerRule(
                name: "share",
                count: nil,
                percentage: 50,
                interval: 60,
                statusCodes: [429...429, 500...599],
                errorReasons: [],
                tripDuration: 10,
                acceptsRetryAfter: false
            )
        ])
        let start = Date(timeIntervalSince1970: 1_800_000_000)
        func answer(_ status: Int) -> CircuitBreaker.Outcome { .answered(status: status, retryAfter: 99) }
        var trips: [Bool] = []
        for (index, status) in [200, 200, 200, 429, 200, 500, 503].enumerated() {
            trips.append(breaker.record(answer(status), at: start.addingTimeInterval(Double(index))))
        }
        #expect(trips == [false, false, false, false, false, false, false])
        trips = [breaker.record(answer(500), at: start.addingTimeInterval(8))]
        trips.append(breaker.isOpen(at: start.addingTimeInterval(17.9)))
        trips.append(breaker.isOpen(at: start.addingTimeInterval(18)))
        #expect(trips == [true, true, false])
        // What lies outside the interval counts no more.
        for offset in [20.0, 90.0, 160.0] {
            _ = breaker.record(answer(200), at: start.addingTimeInterval(offset))
            _ = breaker.record(answer(200), at: start.addingTimeInterval(offset))
            let isTripped = breaker.record(answer(500), at: start.addingTimeInterval(offset + 1))
            #expect(!isTripped)
        }
    }

    @Test(
        arguments: [
            ("PT1M", 60.0), ("PT30S", 30), ("P1D", 86_400), ("PT1H30M", 5_400), ("P1DT1S", 86_401), ("PT0.5S", 0.5),
            ("", nil), ("1M", nil), ("P", nil), ("PT", nil), ("P1M", nil), ("PTM", nil), ("PT1X", nil),
        ] as [(String, Double?)]
    )
    func readsDurations(_ text: String, _ seconds: Double?) {
        #expect(ISODuration.seconds(text) == seconds)
    }

    @Test func credentialsPresentTheirCertificateUnlessAPolicyDoes() throws {
        let folder = try ConfigurationOnDisk()
        let (own, other) = (
            try CertificateStoreTests.certificate("own"), try CertificateStoreTests.certificate("other")
        )
        for (id, certificate) in [("own", own), ("other", other)] {
            let data = Data(try certificate.pem().withExposedBytes { $0 }).base64EncodedString()
            try folder.write(
                "certificates/\(id)/certificateInformation.json",
                "{\"properties\": {\"data\": \"\(data)\"}}"
            )
        }
        try Self.write(folder, "a", "\"credentials\": {\"certificateIds\": [\"/subscriptions/s/certificates/own\"]}")
        try Self.write(
            folder,
            "b",
            "\"credentials\": {\"certificate\": [\"\(own.sha1Thumbprint.hexadecimal)\"], "
                + "\"header\": {\"X-Key\": [\"k\"]}, \"query\": {\"code\": [\"q\"]}, "
                + "\"authorization\": {\"scheme\": \"Basic\", \"parameter\": \"Zm9v\"}}"
        )
        for id in ["a", "b"] {
            try folder.writeAPI(inbound: "<set-backend-service backend-id=\"\(id)\" />")
            var harness = try CallHarness(folder)
            #expect(try harness.begin("GET", "/orders/items/7") == .forward)
            #expect(harness.call.state.certificate?.certificate.details.subject == "CN=own")
            guard id == "b" else { continue }
            #expect(harness.requestHeader("X-Key") == ["k"])
            #expect(harness.requestHeader("Authorization") == ["Basic Zm9v"])
            #expect(harness.call.state.destination.query == "code=q")
        }
        try folder.writeAPI(
            inbound: "<set-backend-service backend-id=\"a\" /><authentication-certificate certificate-id=\"other\" />"
        )
        var harness = try CallHarness(folder)
        #expect(try harness.begin("GET", "/orders/items/7") == .forward)
        #expect(harness.call.state.certificate?.certificate.details.subject == "CN=other")
    }
}
