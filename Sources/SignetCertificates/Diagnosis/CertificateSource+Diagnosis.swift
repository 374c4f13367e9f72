// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
import SignetCore

extension CertificateSource {
    /// Looks at everything that the source holds and says what is wrong with it, all at once.
    ///
    /// Expired, not yet valid or about to end, RSA of fewer than 2,048 bits, elliptic curves, a key of another certificate, several keys,
    /// certificates out of order or of no use, signatures over SHA-1, whatever keeps it from being read.
    ///
    /// - Parameters:
    ///   - date: The time at which the certificate shall serve.
    ///   - notice: How long before its end the end is a warning.
    /// - Returns: The findings; a source that cannot be read has its error among them.
    public func diagnose(at date: Date, notice: Duration = .seconds(30 * 86_400)) async -> CertificateDiagnosis {
        do {
            let content = try await content()
            let leaf = content.bundle.chain.first
            var findings = content.bundle.warnings(at: date, notice: Double(notice.components.seconds))
                .map { Self.finding($0, leaf: leaf, at: date) }
            findings += Self.chainFindings(content.bundle)
            if let error = content.failure, !findings.contains(where: { $0.code == error.code.description }) {
                findings.append(.init(severity: .error, code: error.code.description, message: error.message))
            }
            if content.isExternal, let leaf, leaf.keyType != "RSA" {
                findings.append(
                    .init(
                        severity: .error,
                        code: CertificateBundle.Warning.Code.unsuitableForAssertion.rawValue,
                        message: "the key is \(leaf.keyType), but Entra takes RSA assertions only"
                    )
                )
            }
            return CertificateDiagnosis(
                source: self.displayName,
                certificate: try? PublicCertificate(chain: content.bundle.chain),
                at: date,
                findings: findings
            )
        } catch {
            let known = error as? CertificateError
            let finding = CertificateDiagnosis.Finding(
                severity: .error,
                code: known?.code.description ?? "cancelled",
                message: known?.message ?? "the look at the source was cancelled"
            )
            return CertificateDiagnosis(source: self.displayName, certificate: nil, at: date, findings: [finding])
        }
    }

    private struct Content {
        let bundle: CertificateBundle
        var isExternal = false
        /// Why the bundle gives no pair.
        var failure: CertificateError?
    }

    private func content() async throws -> Content {
        switch self.origin {
        case .file(let path, let password, let selection):
            return Self.content(try CertificateBundle(path: path, password: password), selection)
        case .files(let certificate, let key, let password, let selection):
            return Self.content(
                try CertificateBundle(certificatePath: certificate, keyPath: key, password: password),
                selection
            )
        case .bytes(let bytes, let password, let selection):
            let bundle = try bytes.withExposedBytes { (bytes) throws(CertificateError) in
                try CertificateBundle(bytes: bytes, password: password)
            }
            return Self.content(bundle, selection)
        case .environment(let variable):
            let bundle = try CertificateBundle.named("the variable \(variable.name)") { () throws(CertificateError) in
                try variable.bundle()
            }
            return Self.content(bundle, variable.selection)
        case .material, .awaited:
            switch try await readMaterial() {
            case .pair(let certificate): return Content(bundle: CertificateBundle(certificate))
            case .external(let certificate, _):
                return Content(bundle: CertificateBundle(certificate), isExternal: true)
            }
        }
    }

    private static func content(_ bundle: CertificateBundle, _ selection: KeySelection) -> Content {
        do {
            _ = try ClientCertificate(bundle: bundle, selecting: selection)
            return Content(bundle: bundle)
        } catch {
            return Content(bundle: bundle, failure: error)
        }
    }

    private static func finding(
        _ warning: CertificateBundle.Warning,
        leaf: CertificateDetails?,
        at date: Date
    ) -> CertificateDiagnosis.Finding {
        let severity: CertificateDiagnosis.Finding.Severity
        switch warning.code {
        case .expired:
            let isLeaf = leaf.map { $0.notAfter < date && warning.message.hasPrefix($0.subject) } ?? false
            severity = isLeaf ? .error : .warning
        case .notYetValid:
            let isLeaf = leaf.map { $0.notBefore > date && warning.message.hasPrefix($0.subject) } ?? false
            severity = isLeaf ? .error : .warning
        case .weakKey, .keyMismatch, .unsuitableForAssertion: severity = .error
        case .expiresSoon, .weakSignature, .severalKeys: severity = .warning
        case .orderRepaired, .unrelatedCertificate: severity = .note
        }
        return .init(severity: severity, code: warning.code.rawValue, message: warning.message)
    }

    private static func chainFindings(_ bundle: CertificateBundle) -> [CertificateDiagnosis.Finding] {
        guard let last = bundle.chain.last, !last.isSelfIssued else { return [] }
        return [
            .init(
                severity: .note,
                code: "incompleteChain",
                message:
                    "the issuer \(last.issuer) is not in the file; where the application trusts subject names (SNI), send the whole chain"
            )
        ]
    }

    private var displayName: String {
        switch self.origin {
        case .file(let path, _, _): path
        case .files(let certificate, let key, _, _): "\(certificate) and \(key)"
        case .bytes: "the bytes"
        case .environment(let variable): "the variable \(variable.name)"
        case .material(.pair): "the certificate"
        case .material(.external): "the signer's certificate"
        case .awaited(let name, _, _): name
        }
    }
}
