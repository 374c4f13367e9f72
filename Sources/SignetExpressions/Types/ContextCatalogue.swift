// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The object model of `context`, as API Management documents it: which type has which members of which type.
enum ContextCatalogue {
    /// The type of `context` itself.
    static let context = StaticType.named("IProxyRequestContext")

    /// The type of a member; `nil` when the type has no such member.
    static func type(of member: ExpressionMember, in type: String) -> StaticType? { self.members[type]?[member] }

    /// A member with its type; `nil` when the type has no such member.
    static func member(_ name: String, in type: String) -> (member: ExpressionMember, type: StaticType)? {
        self.membersByName[type]?[name]
    }

    private static let membersByName = members.mapValues { members in
        Dictionary(uniqueKeysWithValues: members.map { ($0.key.rawValue, (member: $0.key, type: $0.value)) })
    }

    /// Whether a type belongs to the object model.
    static func contains(_ type: String) -> Bool { self.members[type] != nil }

    /// All types with their members.
    static let members: [String: [ExpressionMember: StaticType]] =
        call
        .merging(configuration) { first, _ in first }
        .merging(security) { first, _ in first }

    private static let strings = StaticType.array(.string)

    private static let call: [String: [ExpressionMember: StaticType]] = [
        "IProxyRequestContext": [
            .api: .named("IApi"), .backend: .named("IBackend"), .deployment: .named("IDeployment"),
            .elapsed: .timeSpan, .lastError: .named("ILastError"), .operation: .named("IOperation"),
            .product: .named("IProduct"), .request: .named("IRequest"), .requestId: .guid,
            .response: .named("IResponse"), .subscription: .named("ISubscription"), .timestamp: .dateTime,
            .tracing: .bool, .user: .named("IUser"), .variables: .dictionary(.object),
            .workspace: .named("IWorkspace"), .graphQL: .named("IGraphQL"),
        ],
        "IGraphQL": [.arguments: .named("JObject"), .parent: .named("JObject")],
        "IRequest": [
            .body: .named("IMessageBody"), .certificate: .named("X509Certificate2"), .foundry: .named("IFoundry"),
            .headers: .dictionary(strings), .ipAddress: .string, .matchedParameters: .dictionary(.string),
            .method: .string, .originalUrl: .named("IUrl"), .url: .named("IUrl"),
            .privateEndpointConnection: .named("IPrivateEndpointConnection"),
        ],
        "IResponse": [
            .body: .named("IMessageBody"), .headers: .dictionary(strings), .statusCode: .int, .statusReason: .string,
        ],
        "IMessageBody": [:],
        "IUrl": [
            .host: .string, .path: .string, .port: .int, .query: .dictionary(strings), .queryString: .string,
            .scheme: .string,
        ],
        "IFoundry": [.deployment: .string],
        "IPrivateEndpointConnection": [.name: .string, .groupId: .string, .memberName: .string],
        "ILastError": [
            .source: .string, .reason: .string, .message: .string, .scope: .string, .section: .string,
            .path: .string, .policyId: .string,
        ],
    ]

    private static let configuration: [String: [ExpressionMember: StaticType]] = [
        "IApi": [
            .id: .string, .isCurrentRevision: .bool, .name: .string, .path: .string, .revision: .string,
            .serviceUrl: .named("IUrl"), .version: .string, .protocols: strings,
            .subscriptionKeyParameterNames: .named("ISubscriptionKeyParameterNames"),
        ],
        "ISubscriptionKeyParameterNames": [.header: .string, .query: .string],
        "IBackend": [.azureRegion: .string, .id: .string, .type: .string],
        "IDeployment": [
            .gateway: .named("IGateway"), .gatewayId: .string, .region: .string, .serviceId: .string,
            .serviceName: .string, .sustainabilityInfo: .named("ISustainabilityInfo"),
            .certificates: .dictionary(.named("X509Certificate2")),
        ],
        "IGateway": [.id: .string, .instanceId: .string, .isManaged: .bool],
        "ISustainabilityInfo": [.currentCarbonIntensity: .string],
        "IOperation": [.id: .string, .method: .string, .name: .string, .urlTemplate: .string],
        "IProduct": [
            .approvalRequired: .bool, .groups: .array(.named("IGroup")), .id: .string, .name: .string,
            .state: .string, .subscriptionsLimit: .nullable(.int), .subscriptionRequired: .bool,
        ],
        "IGroup": [.id: .string, .name: .string],
        "ISubscription": [
            .createdDate: .dateTime, .endDate: .nullable(.dateTime), .id: .string, .key: .string, .name: .string,
            .primaryKey: .string, .secondaryKey: .string, .startDate: .nullable(.dateTime),
        ],
        "IUser": [
            .email: .string, .firstName: .string, .groups: .array(.named("IGroup")), .id: .string,
            .identities: .array(.named("IUserIdentity")), .lastName: .string, .note: .string,
            .registrationDate: .dateTime,
        ],
        "IUserIdentity": [.id: .string, .provider: .string],
        "IWorkspace": [.id: .string, .name: .string],
    ]

    private static let security: [String: [ExpressionMember: StaticType]] = [
        "X509Certificate2": [
            .friendlyName: .string, .hasPrivateKey: .bool, .issuer: .string, .notAfter: .dateTime,
            .notBefore: .dateTime, .rawData: .array(.byte), .serialNumber: .string, .subject: .string,
            .thumbprint: .string, .version: .int,
        ],
        "Jwt": [
            .algorithm: .string, .audiences: strings, .claims: .dictionary(strings),
            .expirationTime: .nullable(.dateTime), .id: .string, .issuer: .string, .issuedAt: .nullable(.dateTime),
            .notBefore: .nullable(.dateTime), .subject: .string, .type: .string,
        ],
        "BasicAuthCredentials": [.userId: .string, .password: .string],
        "Authorization": [.accessToken: .string],
        "Exception": [.message: .string],
    ]
}
