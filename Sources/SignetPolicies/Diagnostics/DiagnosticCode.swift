// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What kind of fault a diagnostic speaks of.
public enum DiagnosticCode: String, Sendable, CaseIterable {
    /// The text is no document: a tag, a quote, an entity is not as it must be.
    case malformedDocument
    /// The document is larger or deeper than allowed.
    case documentTooLarge
    /// A document type declaration, which is never read.
    case documentTypeRefused
    /// The root or its sections are not those of a policy document.
    case invalidStructure
    /// No policy has this name.
    case unknownPolicy
    /// The policy exists, but this version does not execute it.
    case unsupportedPolicy
    /// A form of a policy that this version does not execute.
    case unsupportedForm
    /// The policy is not documented for this section.
    case policyNotAllowedInSection
    /// An attribute that the policy does not have.
    case undeclaredAttribute
    /// An attribute that must be there.
    case missingAttribute
    /// Attributes of which only one may be there, or that need another.
    case conflictingAttributes
    /// A child element that the policy does not have, or has too often.
    case unexpectedElement
    /// A child element that must be there.
    case missingElement
    /// Text where none may stand.
    case unexpectedText
    /// A value that the attribute or element does not take.
    case invalidValue
    /// An expression where none is allowed.
    case expressionNotAllowed
    /// An expression that is not C# as policies know it.
    case expressionSyntax
    /// An expression with a name, a member or a type that does not exist or does not fit.
    case expressionBinding
    /// An expression with a construct that this version does not evaluate.
    case expressionUnsupported
    /// A named value that does not exist.
    case unknownNamedValue
    /// A fragment that does not exist.
    case unknownFragment
    /// A fragment that holds what fragments may not hold.
    case invalidFragment
    /// The effective document never calls the backend.
    case forwardRequestLost
    /// A condition that can never be reached.
    case unreachable
    /// A section without `<base/>` beside sections with one.
    case baseMissing
    /// A certificate that is chosen by what changes when it is renewed.
    case rotatingThumbprint
    /// A certificate that is fetched without its key.
    case certificateWithoutKey
    /// A variable that nothing sets.
    case unknownVariable
    /// A body that is read away before it is used.
    case consumedBody
    /// A secret in the document.
    case secretInClear
    /// An XML reference in a string that nobody decodes.
    case referenceInString
    /// A policy that changes nothing.
    case withoutEffect
    /// An element that should not be used any more.
    case deprecated
}
