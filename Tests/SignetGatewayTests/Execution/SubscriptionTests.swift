// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetGateway

@Suite struct SubscriptionTests {
    private func harness() throws -> CallHarness {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI("orders", extra: "\"subscriptionRequired\": true")
        try folder.writeAPI("other", extra: "\"subscriptionRequired\": true")
        try folder.writeAPI("open", extra: "\"subscriptionRequired\": true")
        let subscriptions = [
            ("all", "/apis", "active"), ("one", "/apis/orders", "active"), ("product", "/products/starter", "active"),
            ("late", "/apis", "expired"),
        ]
        for (id, scope, state) in subscriptions {
            try folder.write(
                "subscriptions/\(id)/subscriptionInformation.json",
                """
                {"properties": {"displayName": "\(id)", "scope": "\(scope)", "state": "\(state)",
                  "primaryKey": "\(id)-1", "secondaryKey": "\(id)-2"}}
                """
            )
        }
        try folder.write("products/starter/productInformation.json", "{\"properties\": {\"displayName\": \"Starter\"}}")
        try folder.write("products/starter/apis/orders/productApiInformation.json", "{}")
        try folder.write(
            "products/starter/policy.xml",
            """
            <policies><inbound><base /><set-header name="X-Product" exists-action="override">
            <value>@(context.Product.Name + " " + context.Subscription.Id)</value></set-header></inbound>
            <backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>
            """
        )
        try folder.write(
            "products/free/productInformation.json",
            "{\"properties\": {\"subscriptionRequired\": false}}"
        )
        try folder.write("products/free/apis/open/productApiInformation.json", "{}")
        return try CallHarness(folder)
    }

    @Test(arguments: [
        ("/orders/items/7", "all-1", true), ("/orders/items/7", "all-2", true), ("/orders/items/7", "one-1", true),
        ("/other/items/7", "one-1", false), ("/orders/items/7", "product-2", true),
        ("/other/items/7", "product-1", false),
        ("/orders/items/7", "late-1", false), ("/orders/items/7", "all-3", false), ("/orders/items/7", "", false),
    ])
    func opensWhatTheSubscriptionIsFor(_ path: String, _ key: String, _ opens: Bool) throws {
        var harness = try harness()
        let step = try harness.begin("GET", path, "Ocp-Apim-Subscription-Key: \(key)")
        #expect((step == .forward) == opens)
        let step2 = try harness.begin("GET", "\(path)?subscription-key=\(key)")
        #expect((step2 == .forward) == opens)
        guard !opens else { return }
        #expect(harness.status == 401)
        #expect(
            harness.body == "{ \"statusCode\": 401, \"message\": \"Access denied due to invalid subscription key. "
                + "Make sure to provide a valid key for an active subscription.\" }"
        )
    }

    @Test func asksForAMissingKey() throws {
        var harness = try harness()
        #expect(try harness.begin("GET", "/orders/items/7") == .answer)
        #expect(harness.status == 401)
        #expect(harness.call.ownReason == "Access Denied")
        #expect(
            harness.body == "{ \"statusCode\": 401, \"message\": \"Access denied due to missing subscription key. "
                + "Make sure to include subscription key when making requests to an API.\" }"
        )
        #expect(harness.body?.utf8.count == 152)
        #expect(
            harness.responseHeader("WWW-Authenticate") == [
                "AzureApiManagementKey realm=\"https://gateway.example/orders\",name=\"Ocp-Apim-Subscription-Key\","
                    + "type=\"header\""
            ]
        )
    }

    @Test func productOfTheSubscriptionJoinsTheScopes() throws {
        var harness = try harness()
        _ = try harness.begin("GET", "/orders/items/7", "Ocp-Apim-Subscription-Key: product-1")
        #expect(harness.requestHeader("X-Product") == ["Starter product"])
        _ = try harness.begin("GET", "/orders/items/7", "Ocp-Apim-Subscription-Key: all-1")
        #expect(harness.requestHeader("X-Product") == [])
    }

    @Test func openProductNeedsNoKey() throws {
        var harness = try harness()
        #expect(try harness.begin("GET", "/open/items/7") == .forward)
    }
}
