// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetPolicies

/// Proves what policies refer to by a name that is known beforehand.
enum ReferenceChecks {
    /// The problems of all plans, each once.
    static func problems(in configuration: GatewayConfiguration) -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        var seen: Set<ConfigurationProblem> = []
        for entry in configuration.entries {
            let plans = entry.plans + entry.productPlans.values.flatMap { $0 } + [entry.unmatched]
            for step in plans.flatMap(\.all) {
                guard let problem = problem(step, configuration)?.concealed(by: configuration.redaction),
                    seen.insert(problem).inserted
                else { continue }
                problems.append(problem)
            }
        }
        return problems
    }

    private static func problem(_ step: PlanStep, _ configuration: GatewayConfiguration) -> ConfigurationProblem? {
        switch step.statement {
        case .authenticationCertificate(.certificateID(.literal(let id))):
            do { _ = try configuration.certificates.certificate(id: id) } catch {
                return Self.problem("unknownCertificate", step, error.message)
            }
        case .authenticationCertificate(.thumbprint(.literal(let thumbprint))):
            do { _ = try configuration.certificates.certificate(thumbprint: thumbprint) } catch {
                return Self.problem("unknownCertificate", step, error.message)
            }
        case .setBackendService(.backendID(.literal(let id))) where configuration.backend(id: id) == nil:
            return Self.problem("unknownBackend", step, "Backend with id '\(id)' could not be found.")
        case .setBackendService(.baseURL(.literal(let text))) where step.serviceURL == nil:
            return Self.problem("invalidURL", step, "'\(text)' cannot be used as 'base-url'.")
        case .forwardRequest(let forward):
            if case .literal(false) = forward.followRedirects {
            } else {
                return Self.problem("unsupportedForm", step, "'follow-redirects' is not executed yet.")
            }
            if forward.httpVersion == .two {
                return Self.problem("unsupportedForm", step, "HTTP/2 towards backends is not executed yet.")
            }
        default: break
        }
        return nil
    }

    /// A problem in API Management's words.
    private static func problem(_ code: String, _ step: PlanStep, _ message: String) -> ConfigurationProblem {
        let (line, column) = (step.origin.line, step.origin.column)
        return ConfigurationProblem(
            .error,
            code,
            "Error in element '\(step.origin.name)' on line \(line), column \(column): \(message)",
            file: step.origin.file ?? "policy.xml",
            line: line,
            column: column
        )
    }
}
