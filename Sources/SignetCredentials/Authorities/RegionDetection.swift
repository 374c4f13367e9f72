// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import SignetCore

/// Finds out in which region the program runs.
struct RegionDetection: Sendable {
    static let url = "http://169.254.169.254/metadata/instance/compute?api-version=2021-02-01"
    /// How long the instance metadata service may take; where there is none, nobody would ever answer.
    static var limit: Duration { .seconds(2) }

    let transport: any TokenTransport
    let clock: any TimeSource
    let logger: Logger

    /// Finds the region.
    ///
    /// - Parameter variable: The value of `REGION_NAME`.
    /// - Returns: The region's name, or `nil` where it was not found.
    /// - Throws: `CancellationError` when the task is cancelled, and nothing else.
    func region(_ variable: String?) async throws -> String? {
        if let name = variable?.filter({ $0 != " " }).lowercased(), !name.isEmpty {
            if RegionalAuthority.isRegion(name) { return name }
            self.logger.warning("REGION_NAME is no Azure region; the central token service is asked")
            return nil
        }
        let request = TransportRequest(
            method: "GET",
            url: Self.url,
            headers: [(name: "Metadata", value: "true"), (name: "Accept", value: "application/json")],
            body: SecretBytes([])
        )
        do {
            let answer = try await TimeBound(Self.limit, self.clock)
                .run { [transport] in
                    try await transport.send(request)
                }
            if let answer, answer.status == 200, let name = Self.location(answer), RegionalAuthority.isRegion(name) {
                return name
            }
        } catch {
            try Task.checkCancellation()
        }
        self.logger.notice("the region was not found; the central token service is asked")
        return nil
    }

    private static func location(_ answer: TransportResponse) -> String? {
        let document = answer.body.withExposedBytes { try? JSONValue.parse($0, maximumDepth: 16) }
        return document?.object?["location"]?.string
    }
}
