// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// One of the `lifetime_actions` of a certificate's policy.
struct CertificateLifetimeAction: Sendable, Equatable {
    enum Trigger: Sendable, Equatable {
        /// When so many hundredths of the certificate's life are over.
        case percentage(Int)
        case daysBeforeExpiry(Int)
    }

    enum Kind: String, Sendable {
        case autoRenew = "AutoRenew"
        case emailContacts = "EmailContacts"
    }

    let trigger: Trigger
    let kind: Kind

    /// What a policy without actions is given.
    static let byDefault = [CertificateLifetimeAction(trigger: .percentage(80), kind: .emailContacts)]

    init(trigger: Trigger, kind: Kind) {
        self.trigger = trigger
        self.kind = kind
    }

    init(_ payload: VaultPayload) throws(VaultRefusal) {
        let trigger = try payload.payload("trigger")
        let name = try payload.payload("action")?.string("action_type") ?? ""
        guard let kind = Kind(rawValue: name) else {
            throw .invalidProperty("policy.lifetime_actions.action.action_type")
        }
        self.kind = kind
        switch (try trigger?.integer("lifetime_percentage"), try trigger?.integer("days_before_expiry")) {
        case (.some(let percentage), .none) where (1...99).contains(percentage): self.trigger = .percentage(percentage)
        case (.none, .some(let days)) where (1...36_500).contains(days): self.trigger = .daysBeforeExpiry(days)
        default: throw .invalidProperty("policy.lifetime_actions.trigger")
        }
    }

    /// Whether the time has come for a certificate with this validity.
    func isDue(notBefore: Date, notAfter: Date, now: Date) -> Bool {
        switch self.trigger {
        case .percentage(let percentage):
            now >= notBefore.addingTimeInterval(notAfter.timeIntervalSince(notBefore) * Double(percentage) / 100)
        case .daysBeforeExpiry(let days):
            now >= notAfter.addingTimeInterval(-Double(days) * 86_400)
        }
    }

    var json: JSONValue {
        let trigger: JSONValue =
            switch self.trigger {
            case .percentage(let percentage): ["lifetime_percentage": .number(percentage)]
            case .daysBeforeExpiry(let days): ["days_before_expiry": .number(days)]
            }
        return ["trigger": trigger, "action": ["action_type": .string(self.kind.rawValue)]]
    }
}
