// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Why a token was not given, in words.
public struct FailureDiagnosis: Sendable, Hashable, CustomStringConvertible {
    /// What is to blame; new ones may be added.
    public enum Cause: String, Sendable, Hashable, CaseIterable {
        /// The application has no certificate of this thumbprint.
        case certificateNotRegistered
        /// The certificate is new, and the service may not know it everywhere yet.
        case certificateNotPropagated
        /// The certificate is registered, and its registration has ended or not begun.
        case registrationEnded
        /// The signature is not that of the registered key.
        case signature
        /// The certificate is outside its own validity.
        case certificateValidity
        /// The certificate was revoked.
        case certificateRevoked
        /// The chain of the assertion is incomplete or out of order.
        case chainOrder
        /// The subject name is not one that the application trusts.
        case untrustedSubject
        /// The key is of a kind that the service does not take.
        case keyKind
        /// The certificate cannot be read or is not to be had.
        case certificateUnreadable
        /// This machine's clock is wrong, or the assertion was old.
        case clock
        /// The tenant, or the cloud in which it is looked for.
        case tenant
        /// The client ID.
        case client
        /// The audience of the assertion.
        case audience
        /// The scope, the resource or the permissions.
        case permission
        /// The secret.
        case secret
        /// The service, or the way to it.
        case service
        /// The user has to do something.
        case user
        /// Something else; the error's own words are all there is.
        case other
    }

    /// What is to blame.
    public let cause: Cause
    /// What was seen that speaks for it, with names and figures; no token, key or assertion.
    public let explanation: String
    /// What to do.
    public let remedy: String

    /// Explanation and remedy.
    public var description: String { "\(self.explanation) \(self.remedy)" }
}
