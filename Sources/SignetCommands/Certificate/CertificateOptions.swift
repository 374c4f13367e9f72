// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SignetCertificates
import SignetCore

/// Which certificate of which file, and the password that opens it.
struct CertificateOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "The certificate with its private key: PEM, DER or PFX, recognised by content.",
            discussion: "Without it: $AZURE_CLIENT_CERTIFICATE_PATH.",
            valueName: "file"
        ),
        completion: .file()
    )
    var certificate: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A file with the password ('-' reads standard input).",
            discussion: "Without it: $AZURE_CLIENT_CERTIFICATE_PASSWORD.",
            valueName: "file"
        ),
        completion: .file()
    )
    var passwordFile: String?

    @OptionGroup var choice: KeyChoiceOptions

    /// The password, from the file or the environment.
    func password(_ environment: CommandEnvironment) throws -> SecretBytes? {
        try self.passwordFile.map(PasswordFile.read) ?? environment.certificatePassword
    }

    /// The path, from the option or the environment.
    func path(_ environment: CommandEnvironment) throws -> String {
        guard let path = self.certificate ?? environment.certificatePath else {
            throw ValidationError(
                "Missing expected argument '--certificate <file>' (or $AZURE_CLIENT_CERTIFICATE_PATH)"
            )
        }
        return path
    }

    /// The source: the file, looked at again when it changes.
    func source(_ environment: CommandEnvironment) throws -> CertificateSource {
        .file(try path(environment), password: try password(environment), selecting: try self.choice.selection())
    }
}

/// Which key of a file that holds several.
struct KeyChoiceOptions: ParsableArguments {
    @Option(name: .long, help: "Which key of a file that holds several: its alias (friendly name).")
    var alias: String?

    @Option(name: .long, help: "Which key of a file that holds several: the thumbprint of its certificate.")
    var thumbprint: String?

    /// The choice among several keys.
    func selection() throws -> KeySelection {
        if let alias = self.alias { return .alias(alias) }
        guard let text = self.thumbprint else { return .only }
        guard let thumbprint = Thumbprint(hexadecimal: text) else {
            throw ValidationError("'\(text)' is not a thumbprint: 40 or 64 hexadecimal digits are expected")
        }
        return .thumbprint(thumbprint)
    }
}
