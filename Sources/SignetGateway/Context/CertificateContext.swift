// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras
import FoundationEssentials
import SignetCertificates
import SignetExpressions

/// `X509Certificate2` over a certificate of the gateway.
final class CertificateContext: ExpressionSigner {
    let expressionType = "X509Certificate2"
    private let certificate: ClientCertificate
    private let now: Date

    init(_ certificate: ClientCertificate, now: Date) {
        self.certificate = certificate
        self.now = now
    }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue {
        CertificateMembers.value(member, of: self.certificate.details, hasPrivateKey: true)
    }

    /// Whether the certificate is valid now; a certificate of the gateway's own is trusted.
    func call(
        _ method: ExpressionMethod,
        _ arguments: [ExpressionValue]
    ) throws(ExpressionError) -> ExpressionValue {
        switch method {
        case .verify, .verifyNoRevocation:
            .bool(self.certificate.notBefore <= self.now && self.now <= self.certificate.notAfter)
        default: .null
        }
    }
}

extension CertificateContext {
    private static let unsupported = ExpressionError.exception(
        .cryptographic,
        "The key of the certificate cannot make or check this signature."
    )

    func sign(_ data: [UInt8], hash: String, isPSS: Bool) throws(ExpressionError) -> [UInt8] {
        guard let key = self.certificate.privateKey.rsa else { throw Self.unsupported }
        let padding: _RSA.Signing.Padding = isPSS ? .PSS : .insecurePKCS1v1_5
        do {
            switch hash {
            case "SHA1":
                return Array(try key.signature(for: Insecure.SHA1.hash(data: data), padding: padding).rawRepresentation)
            case "SHA256":
                return Array(try key.signature(for: SHA256.hash(data: data), padding: padding).rawRepresentation)
            case "SHA384":
                return Array(try key.signature(for: SHA384.hash(data: data), padding: padding).rawRepresentation)
            case "SHA512":
                return Array(try key.signature(for: SHA512.hash(data: data), padding: padding).rawRepresentation)
            default: throw Self.unsupported
            }
        } catch {
            throw Self.unsupported
        }
    }

    func verify(
        _ signature: [UInt8],
        of data: [UInt8],
        hash: String,
        isPSS: Bool
    ) throws(ExpressionError) -> Bool {
        guard let key = self.certificate.privateKey.rsa?.publicKey else { throw Self.unsupported }
        let accepts = RSASignatureCheck.accepts(signature, of: data, hash: hash, isPSS: isPSS, key: key)
        guard let accepts else { throw Self.unsupported }
        return accepts
    }
}

/// `context.Deployment.Certificates`: by thumbprint, as the real one, and by certificate ID, which survives rotation.
enum CertificateLookup {
    static func lookup(_ store: CertificateStore, plan: CallPlan?, now: Date) -> ContextLookup {
        @Sendable func allows(_ entry: CertificateStore.Entry) -> Bool {
            plan.map { entry.allows($0.api, $0.operation, $0.product) } ?? true
        }
        return ContextLookup(
            keys: { store.all.filter(allows).map(\.version.certificate.sha1Thumbprint.hexadecimal).sorted() },
            value: { key in
                let space = plan?.api.space ?? .service
                let entry = (try? store.resolve(thumbprint: key, in: space))?.entry ?? store.entry(id: key, in: space)
                guard let entry, allows(entry) else { return nil }
                return .object(CertificateContext(entry.version.certificate, now: now))
            }
        )
    }
}
