// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
import SignetCertificates
import SignetCore
public import SignetExpressions

/// Reads the certificates that expressions have as bytes, in every form that the gateway's own may have.
public struct ImportedCertificates: ExpressionCertificateReader {
    /// Creates a reader.
    public init() {}

    /// The certificate in some bytes, with its key where they hold one.
    public func certificate(
        _ data: [UInt8],
        password: String?,
        now: Date
    ) throws(ExpressionError) -> any ExpressionObject {
        let secret = password.map { SecretBytes(utf8: $0) }
        do {
            return CertificateContext(try ClientCertificate(bytes: data, password: secret), now: now)
        } catch {
            switch error.code {
            case .wrongPassword, .passwordRequired:
                throw .exception(.cryptographic, "The specified network password is not correct.")
            case .noPrivateKey: break
            default: throw .exception(.cryptographic, "Cannot find the requested object.")
            }
        }
        guard let certificate = try? PublicCertificate(bytes: data) else {
            throw .exception(.cryptographic, "Cannot find the requested object.")
        }
        return CallerCertificateContext(certificate, authorities: [], now: now)
    }
}
