// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct LogQueryTests {
    private func names(_ fixture: PlatformFixture, _ query: String) async throws -> [String] {
        let reply = try await fixture.graph("GET", "/auditLogs/directoryAudits?\(query)")
        try #require(reply.status == 200, "\(reply.text)")
        return (reply.json["value"]?.array ?? [])
            .compactMap { $0["targetResources"]?.array?.first?["displayName"]?.string }
    }

    @Test func directoryAuditsAreFilteredByWhatHappenedToWhomAndWhen() async throws {
        let fixture = try await PlatformFixture()
        // What was made at the start has one time, and no order among itself.
        fixture.clock.advance(by: 60)
        let early = try await fixture.register(["displayName": "early"], servicePrincipal: false)
        fixture.clock.advance(by: 3_600)
        let middle = Timestamp.iso8601(fixture.clock.now)
        fixture.clock.advance(by: 3_600)
        let late = try await fixture.register(["displayName": "late"], servicePrincipal: false)
        let added = "$filter=activityDisplayName%20eq%20'Add%20application'"
        #expect(try await names(fixture, "\(added)%20and%20activityDateTime%20ge%20\(middle)") == ["late"])
        #expect(try await names(fixture, "\(added)%20and%20activityDateTime%20lt%20\(middle)").contains("early"))
        #expect(
            try await names(fixture, "$filter=targetResources/any(t:t/id%20eq%20'\(early.id)')")
                .allSatisfy { $0 == "early" }
        )
        #expect(
            try await names(fixture, "\(added)%20and%20initiatedBy/app/appId%20eq%20'\(fixture.administratorID)'")
                == ["late", "early"]
        )
        #expect(
            try await names(
                fixture,
                "\(added)%20and%20startswith(loggedByService,'Core')&$orderby=activityDateTime%20asc"
            )
            .suffix(2) == ["early", "late"]
        )
        #expect(try await names(fixture, "$filter=category%20eq%20'Nothing'").isEmpty)
        _ = late
    }

    @Test(arguments: ["asc", "desc"])
    func pagesOfAuditsFollowEachOther(order: String) async throws {
        let fixture = try await PlatformFixture()
        for name in ["a", "b", "c", "d", "e"] {
            _ = try await fixture.register(["displayName": .string(name)], servicePrincipal: false)
            fixture.clock.advance(by: 1)
        }
        var path =
            "/auditLogs/directoryAudits?$top=2&$filter=activityDisplayName%20eq%20'Add%20application'%20and%20"
            + "initiatedBy/app/appId%20eq%20'\(fixture.administratorID)'&$orderby=activityDateTime%20\(order)"
        var seen: [String] = []
        for _ in 0..<3 {
            let reply = try await fixture.graph("GET", path)
            seen += (reply.json["value"]?.array ?? [])
                .compactMap { $0["targetResources"]?.array?.first?["displayName"]?.string }
            guard let next = reply.json["@odata.nextLink"]?.string else { break }
            path = String(next.dropFirst("\(PlatformFixture.origin)/v1.0".count))
        }
        #expect(seen == (order == "asc" ? ["a", "b", "c", "d", "e"] : ["e", "d", "c", "b", "a"]))
    }

    @Test func signInsAreFilteredByResultClientAndTime() async throws {
        let fixture = try await PlatformFixture()
        let daemon = try TestCertificates.daemon.get()
        let client = try await fixture.register(certificate: daemon)
        _ = try await fixture.token(of: client.appID, daemon, PlatformFixture.graphScope)
        fixture.clock.advance(by: 60)
        let middle = Timestamp.iso8601(fixture.clock.now)
        let refused = await fixture.post(try fixture.form(client.appID, "x"))
        #expect(refused.status != 200)
        func codes(_ query: String) async throws -> [Int] {
            let reply = try await fixture.graph("GET", "/auditLogs/signIns?\(query)")
            try #require(reply.status == 200, "\(reply.text)")
            return (reply.json["value"]?.array ?? []).compactMap { $0["status"]?["errorCode"]?.integer }
        }
        let mine = "$filter=appId%20eq%20'\(client.appID)'"
        #expect(try await codes(mine) == [50_027, 0])
        #expect(try await codes("\(mine)&$orderby=createdDateTime%20asc") == [0, 50_027])
        #expect(try await codes("\(mine)%20and%20status/errorCode%20ne%200") == [50_027])
        #expect(try await codes("\(mine)%20and%20createdDateTime%20lt%20\(middle)") == [0])
        #expect(try await codes("\(mine)%20and%20not(status/errorCode%20eq%200)&$top=1") == [50_027])
    }

    @Test(arguments: [
        "$filter=nonsense%20eq%20'x'", "$filter=category%20eq", "$orderby=category", "$top=0", "$top=1000",
        "$skiptoken=x", "$expand=a", "$filter=" + String(repeating: "(", count: 64) + "a%20eq%201",
    ])
    func refusesAQueryThatLogsDoNotHave(query: String) async throws {
        let fixture = try await PlatformFixture.shared.value
        for log in ["directoryAudits", "signIns"] {
            let reply = try await fixture.graph("GET", "/auditLogs/\(log)?\(query)")
            #expect(reply.status == 400, "\(log) \(reply.text)")
        }
    }

    @Test func auditsAnswerWithinABatchToo() async throws {
        let fixture = try await PlatformFixture.shared.value
        let reply = try await fixture.graph(
            "POST",
            "/$batch",
            ["requests": [["id": "1", "method": "GET", "url": "/auditLogs/directoryAudits?$top=1"]]]
        )
        #expect(reply.json["responses"]?.array?.first?["status"]?.integer == 200, "\(reply.text)")
    }
}
