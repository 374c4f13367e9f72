// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension AuthorizationRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Where the browser comes back; never what ties the answer to the user's session.
    public var description: String { "AuthorizationRequest(back to \(self.redirectURI))" }
    /// The same as ``description``.
    public var debugDescription: String { self.description }
    /// A mirror without children, so that `dump` shows neither state nor nonce.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
