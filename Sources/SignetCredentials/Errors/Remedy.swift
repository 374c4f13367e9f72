// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What to do about an AADSTS number, in one sentence for the person who reads the log.
package enum Remedy {
    /// The numbers that have a remedy, for the test that each has its place in the documentation.
    package static var numbers: [Int] { self.texts.keys.sorted() }

    static func text(for code: Int) -> String? { self.texts[code] }

    private static let texts: [Int: String] = [
        50_027: "The assertion is no JWT; if a closure makes it, return the bare token without quotes or 'Bearer'.",
        50_048: "Make 'sub' and 'iss' of the assertion the client ID.",
        50_171: "The resource wants a token bound to a client certificate over mutual TLS.",
        50_194: "Name a concrete tenant; the application is registered for one tenant only.",
        70_011: "Write the scope as '<resource>/.default'.",
        90_002: "Check the tenant ID and that the authority is the cloud in which the tenant lives.",
        90_014: "The assertion lacks a claim; it needs iss, sub, aud and exp.",
        90_055: "Too many requests; keep the credential and let it cache.",
        392_200: "The service expected a client certificate on the TLS connection.",
        392_204: "Renew the client certificate of the TLS connection.",
        500_011: "Check the resource in the scope, and that it has a service principal in this tenant.",
        500_181: "Use one certificate for the TLS connection and for the assertion.",
        501_051: "Assign the application to a role of the resource.",
        650_057: "Add the resource to the permissions of the app registration.",
        700_016: "Check the client ID, and that the app registration is in this tenant.",
        700_021: "Make 'iss' and 'sub' of the assertion the client ID of the request.",
        700_023: "Make 'aud' of the assertion the token endpoint that is asked, with the same host and tenant.",
        700_024: "Check the clock of this machine; if a closure makes the assertion, make a fresh one for each call.",
        700_025: "The app registration is a public client; allow confidential use or send no credential.",
        700_027: """
        Upload this certificate to the app registration (compare the thumbprint), renew it if it has expired, and allow \
        some minutes after an upload.
        """,
        700_030: "Add the certificate's subject name to the trusted subjects of the application.",
        700_038: "Check the client ID: it is not an application's identifier.",
        700_211: "Compare the issuer of the federated credential with 'iss' of the assertion.",
        700_212: "Compare the audience of the federated credential with 'aud' of the assertion.",
        700_213: "Compare the subject of the federated credential with 'sub' of the assertion.",
        900_023: "Check the tenant ID: use the GUID or a verified domain.",
        900_144: "The request lacks a parameter; if a custom transport sends it, send the body unchanged.",
        901_002: "Send 'scope' in place of 'resource' to the v2.0 endpoint.",
        1_000_502: "Renew the certificate: it is outside its own validity.",
        1_002_012: "Write the scope as '<resource>/.default'; client credentials take no other.",
        5_002_723: "The assertion's header names no certificate; it needs x5t, x5t#S256 or kid.",
        5_002_727: "Make 'typ' of the assertion's header 'JWT'.",
        5_002_730: "Use an RSA certificate; the registered key does not fit the algorithm.",
        5_002_738: "Sign with PS256 or RS256; Microsoft Entra ID takes RSA only.",
        5_002_741: "Give the assertion one audience.",
        7_000_112: "Enable the application in the tenant.",
        7_000_213: "Send the chain from the leaf to the issuing authority, in this order.",
        7_000_214: "The certificate was revoked: replace it.",
        7_000_215: "Use the secret's value, not its ID.",
        7_000_218: "The request carried no credential; if a custom transport sends it, send the body unchanged.",
        7_000_222: "The client secret has expired: make a new one, or move to a certificate.",
        7_000_277: "The certificate was revoked: replace it.",
    ]
}
