// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCertificates
import SignetCore

/// The restrictions of a policy, as they hold for one application or service principal.
struct CredentialRestrictions: Sendable {
    private struct Rule: Sendable {
        let type: String
        let greatestLifetime: TimeInterval?
        let authorities: [CertificateDetails]
    }

    /// Nothing is restricted.
    static let none = CredentialRestrictions(policyID: "", passwords: [], keys: [])

    private let policyID: String
    private let passwords: [Rule]
    private let keys: [Rule]

    /// Reads the enabled restrictions of a policy that hold for an object made at a time.
    init(
        _ restrictions: JSONObject,
        policyID: String,
        created: Date,
        authorities: [String: [CertificateDetails]]
    ) {
        func rules(_ name: String) -> [Rule] {
            (restrictions[name]?.array ?? [])
                .compactMap { entry in
                    guard let type = entry["restrictionType"]?.string, entry["state"]?.string != "disabled" else {
                        return nil
                    }
                    let start = entry["restrictForAppsCreatedAfterDateTime"]?.string.flatMap(Timestamp.parse)
                    guard start.map({ $0 <= created }) ?? true else { return nil }
                    let configurations = entry["certificateBasedApplicationConfigurationIds"]?.array ?? []
                    return Rule(
                        type: type,
                        greatestLifetime: entry["maxLifetime"]?.string.flatMap(PeriodText.seconds),
                        authorities: configurations.compactMap(\.string).flatMap { authorities[$0.lowercased()] ?? [] }
                    )
                }
        }
        self.init(policyID: policyID, passwords: rules("passwordCredentials"), keys: rules("keyCredentials"))
    }

    private init(policyID: String, passwords: [Rule], keys: [Rule]) {
        self.policyID = policyID
        self.passwords = passwords
        self.keys = keys
    }

    /// Refuses credentials that a change has added against the policy; what was there before stays.
    func check(_ after: any CredentialHolder, before: (any CredentialHolder)?) throws(GraphRefusal) {
        let oldKeys = Set(before?.keyCredentials.map(\.keyID) ?? [])
        let oldPasswords = Set(before?.passwordCredentials.map(\.keyID) ?? [])
        for key in after.keyCredentials where !oldKeys.contains(key.keyID) { try check(key) }
        for password in after.passwordCredentials where !oldPasswords.contains(password.keyID) { try check(password) }
    }

    private func check(_ password: PasswordCredential) throws(GraphRefusal) {
        for rule in self.passwords {
            switch rule.type {
            case "passwordAddition": throw notAllowed("Credential type not allowed as per assigned policy")
            case "passwordLifetime": try check(password.end.timeIntervalSince(password.start), rule)
            default: break
            }
        }
    }

    private func check(_ key: KeyCredential) throws(GraphRefusal) {
        for rule in self.keys {
            switch rule.type {
            case "asymmetricKeyLifetime": try check(key.end.timeIntervalSince(key.start), rule)
            case "trustedCertificateAuthority":
                guard let details = try? CertificateDetails(der: key.certificate),
                    CertificatePath.isIssued(details, by: rule.authorities)
                else {
                    throw notAllowed(
                        "Certificate is not issued by a trusted certificate authority as per assigned policy"
                    )
                }
            default: break
            }
        }
    }

    private func check(_ lifetime: TimeInterval, _ rule: Rule) throws(GraphRefusal) {
        guard let greatest = rule.greatestLifetime, lifetime > greatest else { return }
        let message = "Credential lifetime exceeds the max value allowed as per assigned policy '\(self.policyID)'."
        throw GraphRefusal(
            400,
            "CredentialInvalidLifetimeAsPerAppPolicy",
            message,
            details: [["code": "InvalidKeyEndDate", "message": .string(message), "target": "EndDate"]]
        )
    }

    private func notAllowed(_ message: String) -> GraphRefusal {
        GraphRefusal(400, "CredentialTypeNotAllowedAsPerAppPolicy", "\(message) '\(self.policyID)'.")
    }
}

/// A period in ISO 8601, such as `P90D` or `P1Y`; a year has 365 days and a month 30, as policies count.
enum PeriodText {
    /// The seconds of a period; `nil` for a text that is none.
    static func seconds(_ text: String) -> TimeInterval? {
        guard text.hasPrefix("P"), text.utf8.count <= 64 else { return nil }
        var total: TimeInterval = 0
        var digits = ""
        var isTime = false
        var count = 0
        for character in text.dropFirst() {
            switch character {
            case "T" where !isTime && digits.isEmpty: isTime = true
            case "0"..."9": digits.append(character)
            default:
                let units: [Character: TimeInterval] =
                    isTime
                    ? ["H": 3_600, "M": 60, "S": 1]
                    : ["Y": 365 * 86_400, "M": 30 * 86_400, "W": 7 * 86_400, "D": 86_400]
                guard digits.count <= 9, let number = Double(digits), let unit = units[character] else { return nil }
                total += number * unit
                digits = ""
                count += 1
            }
        }
        return digits.isEmpty && count > 0 ? total : nil
    }
}
