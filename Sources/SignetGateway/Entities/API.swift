// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// An API of the configuration.
package final class API: Sendable {
    /// What kind of calls an API takes.
    package enum Kind: Sendable, Hashable {
        /// Requests with answers.
        case http
        /// WebSockets: one operation, `onHandshake`.
        case webSocket
    }

    /// The name of its folder.
    package let id: String
    /// The workspace that it is in, or the service itself.
    package let space: ConfigurationSpace
    /// What kind of calls it takes.
    package let kind: Kind
    /// The ID that all revisions share, in lower case and behind its workspace: what products and subscriptions name.
    let baseID: String
    /// `displayName`.
    package let name: String
    /// The path under which the gateway serves it, without slashes at its ends.
    package let path: String
    /// `apiRevision`.
    package let revision: String
    /// Whether the revision is the current one.
    package let isCurrentRevision: Bool
    /// `apiVersion`.
    package let version: String?
    /// Where its calls go unless a policy says otherwise.
    package let serviceURL: ServiceURL?
    /// Whether a call needs a subscription key.
    package let subscriptionRequired: Bool
    /// The header that holds the subscription key.
    package let keyHeader: String
    /// The query parameter that holds the subscription key.
    package let keyQuery: String
    /// `protocols`.
    package let protocols: [String]
    /// The operations.
    package let operations: [Operation]

    init(
        id: String,
        space: ConfigurationSpace = .service,
        kind: Kind = .http,
        name: String,
        path: String,
        revision: String,
        isCurrentRevision: Bool,
        version: String?,
        serviceURL: ServiceURL?,
        subscriptionRequired: Bool,
        keyHeader: String?,
        keyQuery: String?,
        protocols: [String],
        operations: [Operation]
    ) {
        self.id = id
        self.space = space
        self.kind = kind
        self.baseID = space.key(String(id.prefix { $0 != ";" }))
        self.name = name
        self.path = path
        self.revision = revision
        self.isCurrentRevision = isCurrentRevision
        self.version = version
        self.serviceURL = serviceURL
        self.subscriptionRequired = subscriptionRequired
        self.keyHeader = keyHeader ?? "Ocp-Apim-Subscription-Key"
        self.keyQuery = keyQuery ?? "subscription-key"
        self.protocols = protocols
        self.operations = operations
    }
}

/// An operation of an API.
package final class Operation: Sendable {
    /// The operation's ID: the name of its folder.
    package let id: String
    /// The summary of the specification, or the ID.
    package let name: String
    /// The method in capitals.
    package let method: String
    /// The URL template below the API's path.
    package let template: PathTemplate
    /// The answers that the specification shows.
    package let examples: [OperationExample]

    package init(
        id: String,
        name: String,
        method: String,
        template: PathTemplate,
        examples: [OperationExample] = []
    ) {
        self.examples = examples
        self.id = id
        self.name = name
        self.method = method
        self.template = template
    }
}
