// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// One policy of an effective document, with the place it came from.
public struct PolicyStep: Sendable {
    /// What is done.
    public let statement: PolicyStatement
    /// The element's name: the `Source` of an error.
    public let name: String
    /// The place in its section as `LastError.Path` gives it, such as `choose[3]/when[2]`.
    public let path: String
    /// The scope of the document that it stands in.
    public let scope: PolicyScope
    /// The section that it stands in.
    public let section: PolicySection
    /// The `id` attribute, which any policy may carry.
    public let id: String?
    /// The file, as the reader was given it.
    public let file: String?
    /// The line of the element.
    public let line: Int
    /// The column of the element's name.
    public let column: Int
}

/// Where a policy document is attached, broad to narrow.
public enum PolicyScope: String, Sendable, CaseIterable, Comparable {
    /// All APIs.
    case global
    /// All APIs of a workspace.
    case workspace
    /// The APIs of the product whose subscription the call uses.
    case product
    /// One API.
    case api
    /// One operation.
    case operation

    /// Broad scopes come before narrow ones.
    public static func < (left: PolicyScope, right: PolicyScope) -> Bool {
        (self.allCases.firstIndex(of: left) ?? 0) < (self.allCases.firstIndex(of: right) ?? 0)
    }
}

/// The sections of a policy document.
public enum PolicySection: String, Sendable, CaseIterable {
    /// Before the backend is called.
    case inbound
    /// The call of the backend.
    case backend
    /// After the backend has answered.
    case outbound
    /// After an error in any of the others.
    case onError = "on-error"
}
