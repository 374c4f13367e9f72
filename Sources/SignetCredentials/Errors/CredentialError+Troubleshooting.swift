// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates

extension CredentialError {
    /// Where the documentation explains this failure: the heading that fits best of the page Troubleshooting.
    ///
    /// It is, in this order, the heading of the first known AADSTS number, of the certificate's fault, of the error's code.
    public var troubleshooting: String { "\(Self.troubleshootingPage)#\(self.troubleshootingHeading.lowercased())" }

    /// The heading itself.
    package var troubleshootingHeading: String {
        if let number = self.refusal?.aadstsCodes.first(where: { Remedy.text(for: $0) != nil }) {
            return "AADSTS\(number)"
        }
        if let fault = self.cause as? SignetCertificates.CertificateError { return fault.code.description }
        return self.code.description
    }

    /// The page, in the form in which it can be read without building the documentation.
    private static let troubleshootingPage = """
        https://github.com/signet-swift/signet/blob/main/Sources/SignetCredentials/Documentation.docc/Troubleshooting.md
        """
}
