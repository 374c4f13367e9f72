// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SignetPlatform
import SignetPlatformServer

/// Whom the platform trusts beside its directory.
struct TrustOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Take the keys of a federated issuer from a file, in place of what it publishes; may be repeated.",
            valueName: "issuer=file"
        )
    )
    var issuerKeys: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "An origin, beside their own, from which federated issuers may have their keys; may be repeated.",
            valueName: "url"
        )
    )
    var issuerKeyOrigin: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Let a registered certificate count so many seconds later, as the real service does.",
            valueName: "seconds"
        )
    )
    var registrationDelay: Int = 0

    @Option(
        name: .long,
        help: "What to do where a revocation list cannot be had: hard refuses, soft accepts, off looks at none."
    )
    var revocation: Revocation = .hard

    enum Revocation: String, ExpressibleByArgument, CaseIterable {
        case hard, soft, off
    }

    func validate() throws {
        guard (0...86_400).contains(self.registrationDelay) else {
            throw ValidationError(
                "The value '\(self.registrationDelay)' is invalid for '--registration-delay': 0 to 86400"
            )
        }
        for pair in self.issuerKeys where !pair.contains("=") {
            throw ValidationError("The value '\(pair)' is invalid for '--issuer-keys': write ISSUER=FILE")
        }
    }

    /// The configuration; pinned keys are read from their files.
    func configuration() throws -> TrustConfiguration {
        var pinned: [String: [UInt8]] = [:]
        for pair in self.issuerKeys {
            // An issuer may have '=' in it; a file's name hardly does.
            guard let sign = pair.lastIndex(of: "=") else { continue }
            let path = String(pair[pair.index(after: sign)...])
            do {
                pinned[String(pair[..<sign])] = Array(try Data(contentsOf: URL(filePath: path)))
            } catch {
                throw CommandFailure(code: "unreadableFile", message: "\(path) could not be read: \(error)")
            }
        }
        return TrustConfiguration(
            pinnedIssuerKeys: pinned,
            issuerKeyOrigins: self.issuerKeyOrigin,
            registrationDelay: .seconds(self.registrationDelay),
            revocation: TrustConfiguration.Revocation(rawValue: self.revocation.rawValue) ?? .hard
        )
    }
}
