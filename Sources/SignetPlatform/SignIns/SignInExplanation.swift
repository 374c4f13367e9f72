// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCertificates
import SignetCore

/// Why a request for a token was refused, and what would have passed: for people, and without secrets.
struct SignInExplanation: Sendable {
    private static let wrongAudience = 700_023

    let number: Int
    let attempt: SignInAttempt
    let client: RegisteredClient?
    /// To whom an assertion may be addressed, the usual one first.
    let audiences: [String]
    let now: Date

    /// The explanation as the log keeps it.
    var json: JSONValue {
        let (rule, remedy) = self.verdict
        return [
            "rule": .string(rule),
            "remedy": .string(remedy),
            "facts": .array(facts.map { ["name": .string($0.name), "value": .string($0.value)] }),
        ]
    }

    private var verdict: (rule: String, remedy: String) {
        switch self.number {
        case 700_027: key
        case 1_000_502:
            (
                "The certificate's own validity does not include now.",
                "Register and use a certificate that is valid now."
            )
        case 700_024: time
        case 700_023:
            ("The assertion is addressed to somebody else.", "Address it (aud) to one of the expected audiences.")
        case 5_002_741: ("The assertion names several audiences.", "Name exactly one audience.")
        case 700_021:
            (
                "The assertion speaks for another client.",
                "iss and sub must both be \(self.attempt.clientID), the client_id sent."
            )
        case 50_048: ("The assertion's sub is not its iss.", "Set both to the client ID.")
        case 5_002_738, 5_002_730: ("The algorithm is not one for the key.", "Sign with PS256 or RS256 and an RSA key.")
        case 5_002_723: ("The assertion names no key.", "Put the thumbprint into the header: x5t#S256 or x5t.")
        case 5_002_727: ("The assertion's typ is not JWT.", "Leave typ out, or write JWT.")
        case 50_027: ("The assertion is not a JWT that can be read.", "Send header.claims.signature in base64url.")
        case 90_014: ("The assertion lacks a claim.", "iss, sub, aud and exp are needed.")
        case 7_000_215: secret
        case 7_000_222: ("The secret matches one that has expired.", "Add a new secret and use its value.")
        case 7_000_218:
            ("The request brings no credential.", "Send client_assertion with its type, or client_secret.")
        case 392_200, 51_000: ("The connection has no certificate.", "Connect with one at the port of --mtls-port.")
        case 392_204: ("The connection's certificate has ended.", "Connect with a certificate that is valid now.")
        case 500_181: ("Connection and assertion have two certificates.", "Use the same one for both.")
        case 700_016:
            ("No application has this client ID in the tenant.", "Check client ID and tenant, or register it.")
        case 7_000_229: ("The application has no service principal in the tenant.", "Create one with its client ID.")
        case 7_000_112: ("The service principal is disabled.", "Enable the service principal.")
        case 90_002, 900_023: ("The tenant does not exist.", "Use the tenant's GUID or one of its domains.")
        case 500_011: ("No application offers this resource.", "Ask for an App ID URI or client ID of the tenant.")
        case 70_011, 1_002_012: ("The scope is not one for this grant.", "Ask for {App ID URI}/.default.")
        case 501_051, 50_105: ("The resource wants an assignment.", "Assign one of the resource's roles to the client.")
        case 900_144: ("The request lacks a parameter.", "Send the parameter that the message names.")
        case 70_003: ("The grant is not supported.", "Use a grant that the discovery documents name.")
        default: ("The request was refused with AADSTS\(self.number).", "See the message.")
        }
    }

    private var key: (String, String) {
        let thumbprint = self.attempt.thumbprint ?? "(none)"
        let registered = (self.client?.keys ?? [])
            .filter { [$0.sha1Thumbprint.hexadecimal, $0.sha256Thumbprint.hexadecimal].contains(thumbprint) }
        guard let found = registered.first else {
            return (
                "No certificate with the thumbprint \(thumbprint) is registered on the application.",
                self.client?.keys.isEmpty ?? true
                    ? "Upload the certificate to the application; none is registered."
                    : "Upload this certificate, or sign with the key of a registered one."
            )
        }
        if self.now > found.notAfter {
            let days = Int(nearest: self.now.timeIntervalSince(found.notAfter) / 86_400)
            return ("The registered certificate expired \(days) days ago.", "Upload its successor and sign with that.")
        }
        if self.now < found.notBefore {
            return ("The registered certificate is not valid yet.", "Wait until \(Timestamp.iso8601(found.notBefore)).")
        }
        return (
            "The certificate is registered, but the signature is not one of its key.",
            "Sign with the key that belongs to the certificate; nothing may change header or claims afterwards."
        )
    }

    private var time: (String, String) {
        let tolerance = "300 s either way are tolerated"
        let seconds = { (date: Date) in Int(nearest: self.now.timeIntervalSince(date).rounded()) }
        if let end = self.attempt.assertion?.expiresOn, seconds(end) >= 0 {
            return (
                "The assertion ended \(seconds(end)) s ago; \(tolerance).",
                "Make a new one for each request, and set the clock."
            )
        }
        if let start = self.attempt.assertion?.notBefore, seconds(start) < 0 {
            return (
                "The assertion begins in \(-seconds(start)) s; \(tolerance).",
                "Set the clock of the client: it is ahead."
            )
        }
        return ("The assertion is outside of its time.", "Set the clock of the client; \(tolerance).")
    }

    private var secret: (String, String) {
        let hints = (self.client?.passwords ?? []).map { "\($0.hint)… until \(Timestamp.iso8601($0.end))" }
        return (
            "The secret is none of the application's.",
            hints.isEmpty
                ? "Add a secret; the application has none."
                : "Send the value of a secret, not its ID. Registered: " + hints.joined(separator: ", ") + "."
        )
    }

    private var facts: [(name: String, value: String)] {
        var facts: [(name: String, value: String)] = []
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { facts.append((name, String(value.prefix(512)))) }
        }
        if let assertion = self.attempt.assertion {
            add("algorithm sent", assertion.algorithm)
            add("thumbprint sent", assertion.keyIdentifier)
            add("issuer sent", assertion.clientID)
            add("subject sent", assertion.claims["sub"]?.string)
            add("audience sent", assertion.audience)
            add("valid from", assertion.notBefore.map(Timestamp.iso8601))
            add("expires", assertion.expiresOn.map(Timestamp.iso8601))
            add("skew in seconds", skew(assertion).map(String.init))
            add("server's time", Timestamp.iso8601(self.now))
        }
        for key in self.client?.keys ?? [] {
            let span = "\(Timestamp.iso8601(key.notBefore)) to \(Timestamp.iso8601(key.notAfter))"
            add(
                "thumbprint registered",
                "\(key.sha1Thumbprint.hexadecimal) (SHA-256 \(key.sha256Thumbprint.hexadecimal), \(span))"
            )
        }
        if self.attempt.hasAssertion {
            // All of them matter only where the audience is the mistake.
            let shown = self.number == Self.wrongAudience ? self.audiences : Array(self.audiences.prefix(1))
            for audience in shown { add("audience expected", audience) }
        }
        return facts
    }

    /// How many seconds the assertion is away from its time; 0 inside of it.
    private func skew(_ assertion: DecodedAssertion) -> Int? {
        guard let end = assertion.expiresOn else { return nil }
        let late = self.now.timeIntervalSince(end)
        let early = (assertion.notBefore ?? self.now).timeIntervalSince(self.now)
        return Int(nearest: max(late, early, 0).rounded())
    }
}
