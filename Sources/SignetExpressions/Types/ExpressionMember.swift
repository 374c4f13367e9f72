// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A property of the host's object model, by its C# name; which type has which is declared in the catalogue of types.
public enum ExpressionMember: String, Sendable, CaseIterable {
    /// `AccessToken`.
    case accessToken = "AccessToken"
    /// `Algorithm`.
    case algorithm = "Algorithm"
    /// `Api`.
    case api = "Api"
    /// `ApprovalRequired`.
    case approvalRequired = "ApprovalRequired"
    /// `Arguments`, those of a GraphQL field.
    case arguments = "Arguments"
    /// `Audiences`.
    case audiences = "Audiences"
    /// `AzureRegion`.
    case azureRegion = "AzureRegion"
    /// `Backend`.
    case backend = "Backend"
    /// `Body`.
    case body = "Body"
    /// `Certificate`.
    case certificate = "Certificate"
    /// `Certificates`.
    case certificates = "Certificates"
    /// `Claims`.
    case claims = "Claims"
    /// `CreatedDate`.
    case createdDate = "CreatedDate"
    /// `CurrentCarbonIntensity`.
    case currentCarbonIntensity = "CurrentCarbonIntensity"
    /// `Deployment`.
    case deployment = "Deployment"
    /// `Elapsed`.
    case elapsed = "Elapsed"
    /// `Email`.
    case email = "Email"
    /// `EndDate`.
    case endDate = "EndDate"
    /// `ExpirationTime`.
    case expirationTime = "ExpirationTime"
    /// `FirstName`.
    case firstName = "FirstName"
    /// `Foundry`.
    case foundry = "Foundry"
    /// `FriendlyName`.
    case friendlyName = "FriendlyName"
    /// `Gateway`.
    case gateway = "Gateway"
    /// `GatewayId`.
    case gatewayId = "GatewayId"
    /// `GraphQL`.
    case graphQL = "GraphQL"
    /// `GroupId`.
    case groupId = "GroupId"
    /// `Groups`.
    case groups = "Groups"
    /// `HasPrivateKey`.
    case hasPrivateKey = "HasPrivateKey"
    /// `Header`.
    case header = "Header"
    /// `Headers`.
    case headers = "Headers"
    /// `Host`.
    case host = "Host"
    /// `Id`.
    case id = "Id"
    /// `Identities`.
    case identities = "Identities"
    /// `InstanceId`.
    case instanceId = "InstanceId"
    /// `IpAddress`.
    case ipAddress = "IpAddress"
    /// `IsCurrentRevision`.
    case isCurrentRevision = "IsCurrentRevision"
    /// `IsManaged`.
    case isManaged = "IsManaged"
    /// `IssuedAt`.
    case issuedAt = "IssuedAt"
    /// `Issuer`.
    case issuer = "Issuer"
    /// `Key`.
    case key = "Key"
    /// `LastError`.
    case lastError = "LastError"
    /// `LastName`.
    case lastName = "LastName"
    /// `MatchedParameters`.
    case matchedParameters = "MatchedParameters"
    /// `MemberName`.
    case memberName = "MemberName"
    /// `Message`.
    case message = "Message"
    /// `Method`.
    case method = "Method"
    /// `Name`.
    case name = "Name"
    /// `NotAfter`.
    case notAfter = "NotAfter"
    /// `NotBefore`.
    case notBefore = "NotBefore"
    /// `Note`.
    case note = "Note"
    /// `Operation`.
    case operation = "Operation"
    /// `OriginalUrl`.
    case originalUrl = "OriginalUrl"
    /// `Parent`, the object that a GraphQL field belongs to.
    case parent = "Parent"
    /// `Password`.
    case password = "Password"
    /// `Path`.
    case path = "Path"
    /// `PolicyId`.
    case policyId = "PolicyId"
    /// `Port`.
    case port = "Port"
    /// `PrimaryKey`.
    case primaryKey = "PrimaryKey"
    /// `PrivateEndpointConnection`.
    case privateEndpointConnection = "PrivateEndpointConnection"
    /// `Product`.
    case product = "Product"
    /// `Protocols`.
    case protocols = "Protocols"
    /// `Provider`.
    case provider = "Provider"
    /// `Query`.
    case query = "Query"
    /// `QueryString`.
    case queryString = "QueryString"
    /// `RawData`.
    case rawData = "RawData"
    /// `Reason`.
    case reason = "Reason"
    /// `Region`.
    case region = "Region"
    /// `RegistrationDate`.
    case registrationDate = "RegistrationDate"
    /// `Request`.
    case request = "Request"
    /// `RequestId`.
    case requestId = "RequestId"
    /// `Response`.
    case response = "Response"
    /// `Revision`.
    case revision = "Revision"
    /// `Scheme`.
    case scheme = "Scheme"
    /// `Scope`.
    case scope = "Scope"
    /// `SecondaryKey`.
    case secondaryKey = "SecondaryKey"
    /// `Section`.
    case section = "Section"
    /// `SerialNumber`.
    case serialNumber = "SerialNumber"
    /// `ServiceId`.
    case serviceId = "ServiceId"
    /// `ServiceName`.
    case serviceName = "ServiceName"
    /// `ServiceUrl`.
    case serviceUrl = "ServiceUrl"
    /// `Source`.
    case source = "Source"
    /// `StartDate`.
    case startDate = "StartDate"
    /// `State`.
    case state = "State"
    /// `StatusCode`.
    case statusCode = "StatusCode"
    /// `StatusReason`.
    case statusReason = "StatusReason"
    /// `Subject`.
    case subject = "Subject"
    /// `Subscription`.
    case subscription = "Subscription"
    /// `SubscriptionKeyParameterNames`.
    case subscriptionKeyParameterNames = "SubscriptionKeyParameterNames"
    /// `SubscriptionRequired`.
    case subscriptionRequired = "SubscriptionRequired"
    /// `SubscriptionsLimit`.
    case subscriptionsLimit = "SubscriptionsLimit"
    /// `SustainabilityInfo`.
    case sustainabilityInfo = "SustainabilityInfo"
    /// `Thumbprint`.
    case thumbprint = "Thumbprint"
    /// `Timestamp`.
    case timestamp = "Timestamp"
    /// `Tracing`.
    case tracing = "Tracing"
    /// `Type`.
    case type = "Type"
    /// `Url`.
    case url = "Url"
    /// `UrlTemplate`.
    case urlTemplate = "UrlTemplate"
    /// `User`.
    case user = "User"
    /// `UserId`.
    case userId = "UserId"
    /// `Variables`.
    case variables = "Variables"
    /// `Version`.
    case version = "Version"
    /// `Workspace`.
    case workspace = "Workspace"
}
