// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetPolicies

/// Proves what policies refer to by a name that is known beforehand.
enum ReferenceChecks {
    /// The problems of all plans, each once.
    static func problems(in configuration: GatewayConfiguration) -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        var seen: Set<ConfigurationProblem> = []
        for entry in configuration.entries {
            let plans = entry.plans + entry.productPlans.values.flatMap { $0 } + [entry.unmatched]
            for plan in plans {
                for step in plan.all {
                    guard let problem = problem(step, plan, configuration)?.concealed(by: configuration.redaction),
                        seen.insert(problem).inserted
                    else { continue }
                    problems.append(problem)
                }
            }
        }
        return problems
    }

    private static func problem(
        _ step: PlanStep,
        _ plan: CallPlan,
        _ configuration: GatewayConfiguration
    ) -> ConfigurationProblem? {
        switch step.statement {
        case .authenticationCertificate(let selection):
            return certificate(selection, step, plan, configuration.certificates)
        case .sendRequest(let request):
            return request.certificate.flatMap { certificate($0, step, plan, configuration.certificates) }
        case .validateToken(let validation):
            for key in validation.keys {
                guard case .certificate(let id) = key.material else { continue }
                let selection = AuthenticationCertificate.certificateID(id)
                if let found = certificate(selection, step, plan, configuration.certificates) { return found }
            }
        case .setBackendService(.backendID(.literal(let id)))
        where configuration.backend(id: id, in: plan.api.space) == nil:
            return Self.problem("unknownBackend", step, "Backend with id '\(id)' could not be found.")
        case .setBackendService(.baseURL(.literal(let text))) where step.serviceURL == nil:
            return Self.problem("invalidURL", step, "'\(text)' cannot be used as 'base-url'.")
        case .forwardRequest(let forward):
            if forward.httpVersion == .two {
                return Self.problem("unsupportedForm", step, "HTTP/2 towards backends is not executed yet.")
            }
        default: break
        }
        return nil
    }

    /// What is wrong with the certificate that a policy names.
    private static func certificate(
        _ selection: AuthenticationCertificate,
        _ step: PlanStep,
        _ plan: CallPlan,
        _ certificates: CertificateStore
    ) -> ConfigurationProblem? {
        do {
            switch selection {
            case .certificateID(.literal(let id)) where !certificates.isPending(id: id, in: plan.api.space):
                // Calls that meet no operation never come so far, and no operation of theirs could be allowed.
                _ =
                    plan.operation == nil
                    ? try certificates.certificate(id: id, in: plan.api.space)
                    : try certificates.certificate(id: id, for: plan.api, plan.operation, plan.product)
            case .thumbprint(.literal(let thumbprint)):
                let found = try certificates.resolve(thumbprint: thumbprint, in: plan.api.space)
                if plan.operation != nil {
                    _ = try certificates.certificate(
                        thumbprint: thumbprint,
                        for: plan.api,
                        plan.operation,
                        plan.product
                    )
                }
                return rotation(found, thumbprint, step)
            default: break
            }
        } catch {
            return Self.problem("unknownCertificate", step, error.message)
        }
        return nil
    }

    /// The warning about a thumbprint that a rotation has left behind, or will: with the line that never does.
    private static func rotation(
        _ found: CertificateStore.Resolution,
        _ thumbprint: String,
        _ step: PlanStep
    ) -> ConfigurationProblem? {
        let fix = "Write <authentication-certificate certificate-id=\"\(found.entry.id)\" />."
        let current = found.entry.version.certificate.sha1Thumbprint.hexadecimal
        if found.isFormer {
            return Self.problem(
                "formerThumbprint",
                step,
                "The thumbprint '\(thumbprint)' is that of a former version of the certificate '\(found.entry.id)'; the "
                    + "current one (\(current)) is used. \(fix)",
                severity: .warning
            )
        }
        guard found.entry.isFromVault else { return nil }
        return Self.problem(
            "vaultThumbprint",
            step,
            "The certificate '\(found.entry.id)' comes from a key vault: API Management does not let it be referenced by "
                + "thumbprint, and its thumbprint changes with each version. \(fix)",
            severity: .warning
        )
    }

    /// A problem in API Management's words.
    private static func problem(
        _ code: String,
        _ step: PlanStep,
        _ message: String,
        severity: ConfigurationProblem.Severity = .error
    ) -> ConfigurationProblem {
        let (line, column) = (step.origin.line, step.origin.column)
        return ConfigurationProblem(
            severity,
            code,
            "Error in element '\(step.origin.name)' on line \(line), column \(column): \(message)",
            file: step.origin.file ?? "policy.xml",
            line: line,
            column: column
        )
    }
}
