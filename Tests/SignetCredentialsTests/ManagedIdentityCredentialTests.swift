// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCore
import SignetCredentials
import SignetTesting
import Testing

@Suite(.timeLimit(.minutes(15))) struct ManagedIdentityCredentialTests {
    private static let imds = "http://169.254.169.254/metadata/identity/oauth2/token"
    private static let appService = "http://127.0.0.1:41056/msi/token"
    private static let resourceID = "/subscriptions/s/resourcegroups/g/x/userAssignedIdentities/n"
    /// As the metadata service answers: every number is a text.
    private static let answer = ScriptedTransport.Step.status(
        200,
        body: """
            {"access_token":"t","client_id":"c","expires_in":"86399","expires_on":"1795341844",\
            "ext_expires_in":"86399","not_before":"1795255145","resource":"https://management.azure.com/",\
            "token_type":"Bearer"}
            """
    )
    private let clock = ManualClock(advancesOnSleep: true)

    private func credential(
        _ transport: any TokenTransport,
        _ identity: ManagedIdentityID = .systemAssigned,
        at endpoint: ManagedIdentityEndpoint = .instanceMetadata,
        probeLimit: Duration? = nil,
        clock: ManualClock? = nil
    ) throws -> ManagedIdentityCredential {
        try ManagedIdentityCredential(
            identity: identity,
            endpoint: endpoint,
            probeLimit: probeLimit,
            options: Fixture.options(transport, clock: clock ?? self.clock)
        )
    }

    private func onAppService() throws -> ManagedIdentityEndpoint {
        try ManagedIdentityEndpoint(environment: ["IDENTITY_ENDPOINT": Self.appService, "IDENTITY_HEADER": "853b9a84"])
    }

    // "How to use managed identities for Azure resources on an Azure VM to acquire an access token".
    @Test(arguments: [
        (ManagedIdentityID.systemAssigned, ""), (.clientID("c-1"), "&client_id=c-1"),
        (.objectID("o-1"), "&object_id=o-1"),
        (.resourceID(resourceID), "&msi_res_id=\(resourceID.split(separator: "/").map { "%2F" + $0 }.joined())"),
    ])
    func asksTheMetadataServiceAsItDocuments(identity: ManagedIdentityID, suffix: String) async throws {
        let transport = ScriptedTransport([Self.answer])
        let token = try await credential(transport, identity).token(for: "https://management.azure.com//.default")
        let request = try #require(transport.requests.first)
        #expect(request.method == "GET")
        #expect(
            request.url
                == "\(Self.imds)?api-version=2018-02-01&resource=https%3A%2F%2Fmanagement.azure.com%2F\(suffix)"
        )
        #expect(request.headers[0] == (name: "Metadata", value: "true"))
        #expect(request.body.isEmpty)
        #expect(token.exposedText == "t")
        #expect(token.expiresOn == self.clock.now + 86_399)
        #expect(token.refreshOn == self.clock.now + 43_199.5)
    }

    // "How to use managed identities for App Service and Azure Functions", REST endpoint reference.
    @Test(arguments: [
        (ManagedIdentityID.systemAssigned, ""), (.clientID("c-1"), "&client_id=c-1"),
        (.objectID("o-1"), "&principal_id=o-1"), (.resourceID("/s"), "&mi_res_id=%2Fs"),
    ])
    func asksAppServiceAsItDocuments(identity: ManagedIdentityID, suffix: String) async throws {
        let end = Int(self.clock.now.timeIntervalSince1970) + 7_200
        let transport = ScriptedTransport([
            .status(
                200,
                body: "{\"access_token\":\"t\",\"expires_on\":\"\(end)\",\"resource\":\"r\",\"token_type\":\"Bearer\"}"
            )
        ])
        let token = try await credential(transport, identity, at: onAppService())
            .token(for: "https://vault.azure.net/.default")
        let request = try #require(transport.requests.first)
        #expect(
            request.url
                == "\(Self.appService)?api-version=2019-08-01&resource=https%3A%2F%2Fvault.azure.net\(suffix)"
        )
        #expect(request.headers[0] == (name: "X-IDENTITY-HEADER", value: "853b9a84"))
        #expect(token.expiresOn.timeIntervalSince1970 == Double(end))
        var dumped = ""
        dump(request, to: &dumped)
        #expect(!"\(request) \(String(reflecting: request)) \(dumped)".contains("853b9a84"))
    }

    @Test func oneRequestServesEveryCallerWhateverTenantTheyAskFor() async throws {
        let transport = ScriptedTransport([Self.answer])
        let credential = try credential(transport)
        _ = try await credential.token(for: "a/.default")
        _ = try await credential.token(for: "a/.default", tenantID: "other", enableCAE: true)
        #expect(transport.requests.count == 1)
    }

    @Test(arguments: [404, 410, 429, 500, 501, 503, 599])
    func repeatsWhatTheMetadataServiceSaysIsWorthIt(status: Int) async throws {
        let transport = ScriptedTransport([.status(status), .status(status), Self.answer])
        _ = try await credential(transport).token(for: "a")
        #expect(transport.requests.count == 3)
    }

    @Test func doesNotRepeatWhatWouldFailAgain() async throws {
        struct TooLarge: PermanentTransportFailure {}
        let transport = ScriptedTransport(thereafter: .failure(TooLarge()))
        let error = await #expect(throws: CredentialError.self) {
            _ = try await credential(transport).token(for: "a")
        }
        #expect(error?.code == .credentialUnavailable)
        #expect(transport.requests.count == 1)
    }

    @Test func waitsLongerThanAnUpdateOfTheMetadataServiceTakes() async throws {
        let transport = ScriptedTransport(thereafter: .status(410))
        let error = await #expect(throws: CredentialError.self) {
            _ = try await credential(transport).token(for: "a")
        }
        #expect(error?.code == .serviceUnavailable)
        #expect(transport.requests.count == 6)
        #expect(self.clock.requestedSleeps.reduce(.zero, +) >= .seconds(70))
    }

    @Test(arguments: [
        (ManagedIdentityID.systemAssigned, "No identity has been assigned to this resource."),
        (.clientID("c"), "The requested identity has not been assigned to this resource."),
    ])
    func isUnavailableWithoutTheIdentity(identity: ManagedIdentityID, text: String) async throws {
        let body = "{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}"
        let transport = ScriptedTransport([.status(400, body: body)])
        let error = await #expect(throws: CredentialError.self) {
            _ = try await credential(transport, identity).token(for: "a")
        }
        #expect(error?.code == .credentialUnavailable)
        #expect(error?.message.contains(text) == true)
        #expect(error?.message.contains("Identity not found") == true)
    }

    @Test(arguments: [
        (ScriptedTransport.Step.failure(TestError()), CredentialError.Code.credentialUnavailable),
        (.status(403, body: "A socket operation was attempted to an unreachable network."), .credentialUnavailable),
        (.status(404), .credentialUnavailable), (.status(403), .authenticationFailed),
        (.status(200, body: "<html>log in to the hotel</html>"), .unexpectedReply),
        (.status(503), .serviceUnavailable),
    ])
    func tellsWhatIsNotThereFromWhatRefuses(step: ScriptedTransport.Step, code: CredentialError.Code) async throws {
        let error = await #expect(throws: CredentialError.self) {
            _ = try await credential(ScriptedTransport(thereafter: step)).token(for: "a")
        }
        #expect(error?.code == code)
    }

    @Test func appServiceSaysWhyInItsOwnWords() async throws {
        let body = "{\"statusCode\":400,\"message\":\"No managed identity found for specified ClientId\"}"
        let transport = ScriptedTransport([.status(400, body: body)])
        let error = await #expect(throws: CredentialError.self) {
            _ = try await credential(transport, at: onAppService()).token(for: "a")
        }
        #expect(error?.code == .authenticationFailed)
        #expect(error?.message.contains("No managed identity found for specified ClientId") == true)
    }

    @Test func aProbeThatNobodyAnswersEndsAfterItsBound() async throws {
        let clock = ManualClock()
        let never = ScriptedTransport.Step.answer { _ in
            try await ManualClock().sleep(for: .seconds(1))
            return TransportResponse(status: 200, body: SecretBytes([]))
        }
        let transport = ScriptedTransport([never])
        let credential = try credential(transport, probeLimit: .seconds(1), clock: clock)
        let asking = Task { try await credential.token(for: "a") }
        try await clock.sleeps(atLeast: 1)
        clock.advance(by: .seconds(1))
        let error = await #expect(throws: CredentialError.self) { _ = try await asking.value }
        #expect(error?.code == .credentialUnavailable)
        #expect(error?.message.contains("gave no answer within 1 s") == true)
    }

    @Test func theProbeTakesAnyAnswerAndIsMadeOnce() async throws {
        let transport = ScriptedTransport([.status(400), Self.answer, Self.answer])
        let credential = try credential(transport, probeLimit: .seconds(1), clock: ManualClock())
        for scope in ["a", "b"] { _ = try await credential.token(for: scope) }
        #expect(transport.requests.count == 3)
        #expect(transport.requests[0].url == "\(Self.imds)?api-version=2018-02-01")
        #expect(!transport.requests[0].headers.contains { $0.name == "Metadata" })
    }

    @Test func takesOneScope() async throws {
        let credential = try credential(ScriptedTransport())
        for scopes in [[], ["a", "b"], ["a b"]] {
            let error = await #expect(throws: CredentialError.self) {
                _ = try await credential.token(for: TokenRequest(scopes: scopes))
            }
            #expect(error?.code == .invalidArgument)
        }
    }

    @Test(arguments: [
        (
            ["IDENTITY_ENDPOINT": "http://a", "IDENTITY_HEADER": "h", "IDENTITY_SERVER_THUMBPRINT": "t"],
            "Service Fabric"
        ),
        (["IDENTITY_ENDPOINT": "http://a"], "missing: IDENTITY_HEADER"),
        (["MSI_ENDPOINT": "http://a", "MSI_SECRET": "s"], "Azure Machine Learning"),
        (["MSI_ENDPOINT": "http://a"], "Cloud Shell"),
    ])
    func saysWhichPlacesItDoesNotSpeakTo(environment: [String: String], text: String) {
        let error = #expect(throws: CredentialError.self) { try ManagedIdentityEndpoint(environment: environment) }
        #expect(error?.code == .credentialUnavailable)
        #expect(error?.message.contains(text) == true)
    }

    @Test(arguments: ["", "169.254.169.254", "http://", "http://a b", "http://a?b", "ftp://a", "http://ü"])
    func refusesWhatIsNoEndpoint(url: String) {
        let error = #expect(throws: CredentialError.self) {
            try ManagedIdentityEndpoint.appService(url: url, header: SecretBytes(utf8: "h"))
        }
        #expect(error?.code == .invalidArgument)
    }

    @Test func findsTheEndpointInTheEnvironment() throws {
        #expect(try ManagedIdentityEndpoint(environment: [:]).url == Self.imds)
        let pod = ["AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://127.0.0.1:2579/"]
        let path = "/metadata/identity/oauth2/token"
        #expect(try ManagedIdentityEndpoint(environment: pod).url == "http://127.0.0.1:2579" + path)
        #expect(try onAppService().url == Self.appService)
    }

    @Test(arguments: [
        (Authority.publicCloud, "api%3A%2F%2FAzureADTokenExchange"),
        (.usGovernment, "api%3A%2F%2FAzureADTokenExchangeUSGov"), (.china, "api%3A%2F%2FAzureADTokenExchangeChina"),
    ])
    func aManagedIdentityIsTheAssertionOfAFederatedCredential(authority: Authority, audience: String) async throws {
        let machine = ScriptedTransport([Self.answer])
        let service = ScriptedTransport([.token("federated")])
        var options = Fixture.options(service)
        options.authority = authority
        let credential = try ClientAssertionCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            managedIdentity: credential(machine),
            options: options
        )
        #expect(try await credential.token(for: Fixture.scope).exposedText == "federated")
        #expect(machine.requests[0].url == "\(Self.imds)?api-version=2018-02-01&resource=\(audience)")
        #expect(Fixture.form(service.requests[0])["client_assertion"] == "t")
    }
}
