// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SignetCertificates
import SignetCore

/// `signet certificate create`: a self-signed certificate, or one signed by an authority.
struct CertificateCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a key and a certificate for it, in one file of mode 0600.",
        discussion: """
            Example:
              signet certificate create --subject CN=daemon --out daemon.pem
              signet certificate create --subject "CN=Test CA" --ca --days 3650 --out ca.pem
              signet certificate create --subject CN=web --dns localhost --usage server --issuer ca.pem \\
                  --out web.pfx --out-password-file password.txt

            The name of the output decides its form: .pfx and .p12 are PKCS #12 (AES-256), everything else is PEM.
            """
    )

    @Option(name: .long, help: "The subject as RFC 4514 writes it, such as CN=daemon,O=Contoso.")
    var subject: String

    @Option(
        name: .long,
        help: ArgumentHelp("Where to write the key, the certificate and its chain.", valueName: "file"),
        completion: .file()
    )
    var out: String

    @Option(
        name: .long,
        help: ArgumentHelp("Also write the certificates alone, as PEM, for those who verify.", valueName: "file"),
        completion: .file()
    )
    var certificateOut: String?

    @Option(
        name: .long,
        help: ArgumentHelp("A file with the password that shall protect the key.", valueName: "file"),
        completion: .file()
    )
    var outPasswordFile: String?

    @Option(name: .long, help: ArgumentHelp("A DNS name of the subject; may be repeated.", valueName: "name"))
    var dns: [String] = []

    @Option(name: .long, help: ArgumentHelp("An IP address of the subject; may be repeated.", valueName: "address"))
    var ip: [String] = []

    @Option(name: .long, help: ArgumentHelp("A URI of the subject; may be repeated.", valueName: "uri"))
    var uri: [String] = []

    @Option(name: .long, help: "For how many days it is valid, from now on.")
    var days: Int = 365

    @Option(name: .long, help: "The key: rsa2048, rsa3072, rsa4096, p256, p384, p521 or ed25519. Entra takes RSA only.")
    var keyType = KeyType.rsa2048

    @Option(name: .long, help: "What it may be used for: client, server; may be repeated. Default: client.")
    var usage: [Usage] = []

    @Flag(name: .long, help: "A certificate authority, which may issue others.")
    var ca = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The authority that signs: its certificate with the key. Default: self-signed.",
            valueName: "file"
        ),
        completion: .file()
    )
    var issuer: String?

    @Option(
        name: .long,
        help: ArgumentHelp("A file with the password of the authority's file.", valueName: "file"),
        completion: .file()
    )
    var issuerPasswordFile: String?

    @OptionGroup var options: OutputOptions

    func validate() throws {
        guard (1...36_500).contains(self.days) else {
            throw ValidationError("The value '\(self.days)' is invalid for '--days': 1 to 36500 are possible")
        }
    }

    func run() async throws {
        let template = self.template(now: Date())
        let signer = try authority()
        let certificate = try await StandardError.reportingProgress("Making a key (\(self.keyType.rawValue))") {
            try ClientCertificate.create(template, issuedBy: signer)
        }
        try write(certificate)
        let description = CertificateDescription(certificate: certificate, format: self.format)
        self.options.print(
            description.json(with: ["path": .string(self.out)]),
            text: "\(self.out)\n" + description.text
        )
    }

    private func template(now: Date) -> CertificateTemplate {
        // A minute back, so that a machine whose clock is a little behind takes it at once.
        let start = Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded(.down) - 60)
        var template = CertificateTemplate(
            subject: self.subject,
            notBefore: start,
            notAfter: start.addingTimeInterval(Double(self.days) * 86_400)
        )
        template.dnsNames = self.dns
        template.ipAddresses = self.ip
        template.uris = self.uri
        template.key = self.keyType.kind
        template.authority = self.ca ? .unlimited : .no
        let usages = Set(self.usage.map(\.certificateUsage))
        template.usages = usages.isEmpty && !self.ca ? [.clientAuthentication] : usages
        return template
    }

    private var format: CertificateBundle.Format {
        [".pfx", ".p12"].contains(where: self.out.lowercased().hasSuffix) ? .pfx : .pem
    }

    private func authority() throws -> ClientCertificate.Issuer {
        guard let issuer = self.issuer else { return .itself }
        let password = try self.issuerPasswordFile.map(PasswordFile.read)
        return .authority(try ClientCertificate(path: issuer, password: password))
    }

    private func write(_ certificate: ClientCertificate) throws {
        let password = try self.outPasswordFile.map(PasswordFile.read)
        if self.format == .pfx {
            try certificate.writePFX(to: self.out, password: password ?? SecretBytes([]), name: self.subject)
        } else {
            try certificate.writePEM(to: self.out, password: password)
        }
        if let certificateOut = self.certificateOut {
            try AtomicFile.write(Array(certificate.certificatePEM.utf8), to: certificateOut, mode: 0o644)
        }
    }
}

extension CertificateCreateCommand {
    enum KeyType: String, ExpressibleByArgument, CaseIterable, Sendable {
        case rsa2048
        case rsa3072
        case rsa4096
        case p256
        case p384
        case p521
        case ed25519

        var kind: PrivateKey.Kind {
            switch self {
            case .rsa2048: .rsa(bits: 2048)
            case .rsa3072: .rsa(bits: 3072)
            case .rsa4096: .rsa(bits: 4096)
            case .p256: .p256
            case .p384: .p384
            case .p521: .p521
            case .ed25519: .ed25519
            }
        }
    }

    enum Usage: String, ExpressibleByArgument, CaseIterable, Sendable {
        case client
        case server

        var certificateUsage: CertificateTemplate.Usage {
            switch self {
            case .client: .clientAuthentication
            case .server: .serverAuthentication
            }
        }
    }
}
