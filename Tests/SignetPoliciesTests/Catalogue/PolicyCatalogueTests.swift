// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetPolicies

@Suite struct PolicyCatalogueTests {
    private func messages(_ policy: String, in section: String = "inbound") -> [String] {
        let text = "<policies><\(section)>\(policy)</\(section)><backend><base /></backend></policies>"
        return PolicyCheck(Array(text.utf8), path: "p.xml").diagnostics
            .filter { $0.severity == .error }.map { String($0.message.drop { $0 != ":" }.dropFirst(2)) }
    }

    @Test func describesEveryPolicyInOneSentence() {
        for name in PolicyCatalogue.definitions.keys {
            #expect(PolicyCatalogue.pages[name]?.summary.hasSuffix(".") == true, "\(name)")
        }
        for name in PolicyCatalogue.pages.keys { #expect(PolicyCatalogue.definition(name) != nil, "\(name)") }
    }

    /// Every element is a policy of its own, or has its attributes told.
    @Test func describesEveryElement() {
        func undescribed(_ children: [PolicyChildDefinition]) -> [String] {
            children.flatMap { child -> [String] in
                guard child.attributes != nil else {
                    return PolicyCatalogue.definition(child.name) == nil ? [child.name] : []
                }
                return undescribed(child.children ?? [])
            }
        }
        // Documents of other standards: Adobe's and XSLT's.
        let foreign: Set = ["cross-domain-policy", "xsl:stylesheet"]
        for definition in PolicyCatalogue.definitions.values {
            let parts = PolicyCatalogue.parts[definition.name] ?? []
            let children = (definition.children ?? [])
                .map { child in
                    child.attributes == nil ? parts.first { $0.name == child.name } ?? child : child
                }
            #expect(definition.attributes != nil, "\(definition.name)")
            #expect(undescribed(children).filter { !foreign.contains($0) } == [], "\(definition.name)")
        }
    }

    /// What the reference's tables of attributes and elements refuse.
    @Test(arguments: [
        ("<jsonp />", "outbound", "The required attribute 'callback-parameter-name' is missing."),
        ("<jsonp callback-parameter-name='cb' x='1' />", "outbound", "The 'x' attribute is not declared."),
        (
            "<validate-status-code unspecified-status-code-action='stop' />", "outbound",
            "The 'unspecified-status-code-action' attribute is invalid - The value 'stop' is invalid. "
                + "Possible values: ignore, prevent, detect."
        ),
        (
            "<validate-graphql-request max-size='200000' />", "inbound",
            "The 'max-size' attribute is invalid - The value '200000' is invalid. A whole number from 0 to 102400 is "
                + "expected."
        ),
        (
            "<publish-to-dapr topic='t' timeout='@(300)' ignore-error='@(true)'>x</publish-to-dapr>", "inbound",
            "Policy expressions are not allowed in the attribute 'ignore-error'."
        ),
        (
            "<llm-content-safety backend-id='b'><categories><category name='Hate' /></categories></llm-content-safety>",
            "inbound", "The required attribute 'threshold' is missing."
        ),
        (
            "<send-service-bus-message queue-name='q' />", "outbound",
            "The element 'send-service-bus-message' has incomplete content. List of possible elements expected: "
                + "'payload'."
        ),
        (
            "<validate-content unspecified-content-type-action='ignore' max-size='1' size-exceeded-action='ignore'>"
                + "<content validate-as='yaml' action='detect' /></validate-content>", "outbound",
            "The 'validate-as' attribute is invalid - The value 'yaml' is invalid. Possible values: json, xml, soap."
        ),
        (
            "<emit-metric name='m' />", "inbound",
            "The element 'emit-metric' has incomplete content. List of possible elements expected: 'dimension'."
        ),
        (
            "<wait for='some'><choose><when condition='@(true)' /></choose></wait>", "inbound",
            "The 'for' attribute is invalid - The value 'some' is invalid. Possible values: all, any."
        ),
        (
            "<log-to-eventhub logger-id='l'><payload /></log-to-eventhub>", "inbound",
            "The element 'log-to-eventhub' has invalid child element 'payload'."
        ),
        (
            "<xml-to-json kind='direct' apply='always'>text</xml-to-json>", "outbound",
            "The element 'xml-to-json' cannot contain text."
        ),
    ])
    func refusesWhatThePolicyDoesNotTake(policy: String, section: String, message: String) {
        #expect(messages(policy, in: section) == [message])
    }

    @Test(arguments: [
        "<validate-graphql-request max-size='@(100)'><authorize><rule path='/__*' action='reject' /></authorize>"
            + "</validate-graphql-request>",
        "<llm-token-limit counter-key='@(context.Subscription.Id)' tokens-per-minute='{{tpm}}' "
            + "estimate-prompt-tokens='false' id='limit' />",
        "<llm-emit-token-metric namespace='n'><dimension name='API ID' /></llm-emit-token-metric>",
        "<get-authorization-context provider-id='p' authorization-id='a' context-variable-name='x' />",
        "<log-to-eventhub logger-id='l'>@(context.RequestId.ToString())</log-to-eventhub>",
        "<xsl-transform><xsl:stylesheet version='1.0'><xsl:template match='/' /></xsl:stylesheet></xsl-transform>",
        "<cross-domain><cross-domain-policy><allow-http-request-headers-from domain='*' headers='*' />"
            + "</cross-domain-policy></cross-domain>",
    ])
    func takesWhatTheReferenceShows(policy: String) {
        #expect(messages(policy) == [])
    }
}
