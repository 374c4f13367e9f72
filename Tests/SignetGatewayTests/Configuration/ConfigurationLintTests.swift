// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCore
import Testing

@testable import SignetGateway

@Suite struct ConfigurationLintTests {
    private func codes(_ folder: ConfigurationOnDisk) -> [String] {
        let sources = ConfigurationSources(
            yaml: { _ throws(ConfigurationSources.Malformed) in throw ConfigurationSources.Malformed("no YAML here") },
            environment: { _ in nil },
            clock: .system
        )
        return ConfigurationReader(path: folder.path, sources: sources).check().map { "\($0.file) \($0.code)" }
    }

    private static let reads = #"<set-header name="X"><value>@((string)context.Variables["v"])</value></set-header>"#
    private static let sets = #"<set-variable name="v" value="1" />"#

    @Test func findsVariablesThatNoDocumentSets() throws {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI(inbound: Self.reads)
        #expect(codes(folder) == ["apis/orders/policy.xml unknownVariable"])
        try folder.write(
            "policy.xml",
            "<policies><inbound>\(Self.sets)</inbound><backend><forward-request /></backend></policies>"
        )
        #expect(codes(folder) == [])
    }

    @Test func knowsWhatFragmentsSet() throws {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI(inbound: "<include-fragment fragment-id=\"f\" />" + Self.reads)
        try folder.write("policy fragments/f/policy.xml", "<fragment>\(Self.sets)</fragment>")
        #expect(codes(folder) == [])
    }

    @Test func looksAtOperationsAndSaysNothingTwice() throws {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI(inbound: "", backend: "")
        try folder.write(
            "apis/orders/operations/get-item/policy.xml",
            "<policies><inbound><set-method>GET</set-method></inbound><backend><base /></backend></policies>"
        )
        #expect(
            codes(folder) == [
                "apis/orders/policy.xml forwardRequestLost", "apis/orders/policy.xml noForwardRequest",
                "apis/orders/operations/get-item/policy.xml baseMissing",
            ]
        )
    }
}
