// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetPolicies

// `cors`: what browsers ask before and with requests of another origin.

extension Call {
    /// Answers a browser's question whether it may send a request, where a `cors` policy of that request's operation
    /// can tell; only those policies run.
    func answerPreflight() -> CallStep? {
        guard self.state.request.isMethod("OPTIONS"),
            let wanted = self.state.request.firstValueRange(of: "Access-Control-Request-Method"),
            self.state.request.firstValueRange(of: "Origin") != nil,
            findPlan(method: self.state.request.methodRange) == nil,
            let plan = findPlan(method: wanted), !plan.cors.isEmpty
        else { return nil }
        self.state.plan = plan
        do throws(CallError) {
            let origin = self.state.request.values(of: "Origin").first ?? ""
            for step in plan.cors {
                guard case .cors(let cors) = step.statement else { continue }
                if let fields = try allowance(cors, origin, self.state.request.text(wanted), step) {
                    respond(200)
                    for (name, value) in fields { self.state.response.append(name, value) }
                    return closed()
                }
                if try decision(cors.terminatesUnmatched, step) { break }
            }
            respond(200)
            return closed()
        } catch {
            return fail(error)
        }
    }

    /// What a browser is told that may send its request; `nil` where it may not.
    private func allowance(
        _ cors: CORS,
        _ origin: String,
        _ method: String,
        _ step: PlanStep
    ) throws(CallError) -> [(String, String)]? {
        guard let allowed = try allowedOrigin(cors, origin, step) else { return nil }
        let methods = try texts(cors.methods, step)
        let takesMethod =
            methods.isEmpty
            ? ["GET", "POST"].contains(method)
            : methods.contains { $0 == "*" || $0.uppercased() == method.uppercased() }
        let asked = self.state.request.values(of: "Access-Control-Request-Headers").flatMap { $0.split(separator: ",") }
            .map { String($0).trimmingSpaces }.filter { !$0.isEmpty }
        let headers = try texts(cors.headers, step)
        let takesHeaders =
            headers.contains("*")
            || asked.allSatisfy { name in headers.contains { $0.lowercased() == name.lowercased() } }
        guard takesMethod, takesHeaders else { return nil }
        var fields = try originFields(cors, allowed, step)
        let shown = methods.contains("*") ? [method] : methods.isEmpty ? ["GET", "POST"] : methods
        fields.append(("Access-Control-Allow-Methods", shown.joined(separator: ", ")))
        let shownHeaders = headers.contains("*") ? asked : headers
        if !shownHeaders.isEmpty {
            fields.append(("Access-Control-Allow-Headers", shownHeaders.joined(separator: ", ")))
        }
        if let age = cors.maximumAge { fields.append(("Access-Control-Max-Age", String(try integer(age, step)))) }
        return fields
    }

    /// What `Access-Control-Allow-Origin` says; `nil` for an origin that is not allowed.
    private func allowedOrigin(_ cors: CORS, _ origin: String, _ step: PlanStep) throws(CallError) -> String? {
        let origins = try texts(cors.origins, step)
        let normal = Self.normalOrigin(origin)
        if origins.contains(where: { $0 != "*" && Self.normalOrigin($0) == normal }) { return origin }
        return origins.contains("*") ? "*" : nil
    }

    /// An origin in lower case and without the port that its scheme has anyway.
    private static func normalOrigin(_ origin: String) -> String {
        var text = origin.trimmingSpaces.lowercased()
        while text.hasSuffix("/") { text.removeLast() }
        if text.hasPrefix("https://"), text.hasSuffix(":443") { text.removeLast(4) }
        if text.hasPrefix("http://"), text.hasSuffix(":80") { text.removeLast(3) }
        return text
    }

    private func originFields(_ cors: CORS, _ allowed: String, _ step: PlanStep) throws(CallError) -> [(String, String)]
    {
        var fields = [("Access-Control-Allow-Origin", allowed)]
        guard allowed != "*" else { return fields }
        // Another origin gets another answer: what lies between must not mix them up.
        fields.append(("Vary", "Origin"))
        if try decision(cors.allowsCredentials, step) { fields.append(("Access-Control-Allow-Credentials", "true")) }
        return fields
    }

    /// `cors` on the request itself.
    func answerOrigin(_ cors: CORS, _ step: PlanStep) throws(CallError) -> CallStep? {
        guard let range = self.state.request.firstValueRange(of: "Origin") else { return nil }
        guard let allowed = try allowedOrigin(cors, self.state.request.text(range), step) else {
            let isSimple = self.state.request.isMethod("GET") || self.state.request.isMethod("HEAD")
            guard isSimple, try decision(cors.terminatesUnmatched, step) else { return nil }
            respond(200)
            return .answer
        }
        for (name, value) in try originFields(cors, allowed, step) {
            self.closings.append(name == "Vary" ? .addition(name, value) : .header(name, value))
        }
        let exposed = try texts(cors.exposedHeaders, step)
        if !exposed.isEmpty {
            self.closings.append(.header("Access-Control-Expose-Headers", exposed.joined(separator: ", ")))
        }
        return nil
    }
}
