// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A mistake that the lint looks for: nothing that the service refuses, but something that is rarely meant.
public struct PolicyLintRule: Sendable {
    /// The code of its warnings.
    public let code: DiagnosticCode
    /// What it finds.
    public let finding: String
    /// What to do about it.
    public let remedy: String

    init(_ code: DiagnosticCode, _ finding: String, _ remedy: String) {
        self.code = code
        self.finding = finding
        self.remedy = remedy
    }

    /// All rules, in the order of the page about them.
    public static let all: [PolicyLintRule] = [
        PolicyLintRule(
            .forwardRequestLost,
            "The section `backend` has neither `<base />` nor `<forward-request />`: the backend is never called, and the "
                + "caller gets 200 with an empty body.",
            "Put `<base />` into the section `backend`."
        ),
        PolicyLintRule(
            .baseMissing,
            "A section has no `<base />` while others of the document have one: what the broader scopes say in it is dropped.",
            "Put `<base />` into the section, or say in a comment that it is left out on purpose."
        ),
        PolicyLintRule(
            .rotatingThumbprint,
            "A certificate is chosen by its thumbprint, which changes with every renewal.",
            "Name the certificate by `certificate-id`, which stays."
        ),
        PolicyLintRule(
            .certificateWithoutKey,
            "The `body` of a certificate comes from Key Vault's `/certificates`, which gives no private key.",
            "Fetch it from `/secrets`, or name the certificate by `certificate-id`."
        ),
        PolicyLintRule(
            .unreachable,
            "A branch behind a condition that is always true or that repeats an earlier one, or a policy behind the end of "
                + "the call.",
            "Remove what is never reached, or change the condition."
        ),
        PolicyLintRule(
            .unknownVariable,
            "A context variable is read that nothing in the document sets.",
            "Correct the name or set the variable; where a broader scope sets it, read it with a guard of `ContainsKey`."
        ),
        PolicyLintRule(
            .consumedBody,
            "A body is read without `preserveContent` and then used again, forwarded or answered: it is empty by then.",
            "Write `As<T>(preserveContent: true)`."
        ),
        PolicyLintRule(
            .secretInClear,
            "A password, key or token stands in the document.",
            "Keep it in a secret named value, or in Key Vault, and write `{{name}}`."
        ),
        PolicyLintRule(
            .referenceInString,
            "A string of an expression holds `&amp;`, `&quot;` or the like in a document of the raw form, which does not decode "
                + "it.",
            "Write the character itself, or convert the whole document to the form `xml`."
        ),
        PolicyLintRule(
            .withoutEffect,
            "A policy that changes the request stands behind `forward-request`, or a `base-url` behind a `backend-id`.",
            "Move it before the request is sent, or choose the backend in one place."
        ),
        PolicyLintRule(
            .deprecated,
            "An element for clients or services that no longer exist.",
            "Remove it; the warning names what took its place."
        ),
    ]
}
