// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCertificates
import SignetCore
import SignetCredentials
import SignetTesting
import Testing

@Suite(.timeLimit(.minutes(15))) struct FailureDiagnosisTests {
    private let clock = ManualClock(advancesOnSleep: true)

    private func certificate(_ name: String) throws -> ClientCertificate {
        try TestCertificates.client(name, at: self.clock.now)
    }

    private func credential(_ certificate: ClientCertificate, _ step: ScriptedTransport.Step) throws
        -> CertificateCredential
    {
        try CertificateCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            certificate: .certificate(certificate),
            options: Fixture.options(ScriptedTransport(thereafter: step), clock: self.clock)
        )
    }

    private func refusal(_ aadsts: Int, _ text: String, error: String = "invalid_client") -> ScriptedTransport.Step {
        let body: JSONValue = [
            "error": .string(error), "error_description": .string("AADSTS\(aadsts): \(text)"),
            "error_codes": [.number(aadsts)],
        ]
        return .status(401, body: body.text)
    }

    private func diagnosis(
        _ step: ScriptedTransport.Step,
        _ certificate: ClientCertificate? = nil,
        before: (CertificateCredential) throws -> Void = { _ in }
    ) async throws -> FailureDiagnosis {
        let credential = try credential(try certificate ?? self.certificate("first"), step)
        try before(credential)
        let error = await #expect(throws: CredentialError.self) { try await credential.token(for: "a") }
        return credential.diagnose(try #require(error))
    }

    private static let notFound = """
        The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was \
        not found., Thumbprint of key used by client: '
        """

    @Test func aThumbprintThatIsNotRegistered() async throws {
        let used = try certificate("first")
        let step = refusal(700_027, Self.notFound + "\(used.sha1Thumbprint)', Please visit the Azure Portal]")
        let diagnosis = try await diagnosis(step, used)
        #expect(diagnosis.cause == .certificateNotRegistered)
        #expect(diagnosis.explanation.contains(used.sha1Thumbprint.hexadecimal))
        #expect(diagnosis.explanation.contains(used.sha256Thumbprint.hexadecimal))
        #expect(diagnosis.explanation.contains(Fixture.clientID))
        #expect(diagnosis.remedy.contains("Certificates & secrets"))
    }

    @Test func aCertificateThatIsNotKnownEverywhereYet() async throws {
        let second = try certificate("second")
        let step = refusal(700_027, Self.notFound + "\(second.sha1Thumbprint)', Please visit the Azure Portal]")
        let diagnosis = try await diagnosis(step) { credential in
            try credential.rotate(to: second)
            self.clock.advance(by: .seconds(180))
        }
        #expect(diagnosis.cause == .certificateNotPropagated)
        #expect(diagnosis.explanation.contains("3 minutes"))
        #expect(diagnosis.remedy.contains("wait"))
        let later = try await self.diagnosis(step) { credential in
            try credential.rotate(to: second)
            self.clock.advance(by: .seconds(7_200))
        }
        #expect(later.cause == .certificateNotRegistered)
    }

    @Test func anAssertionOfACertificateThatIsNoLongerInUse() async throws {
        let step = refusal(700_027, Self.notFound + "84E05C1D98BCE3A5421D225B140B36E86A3D5534', Please]")
        let diagnosis = try await diagnosis(step)
        #expect(diagnosis.cause == .certificateNotRegistered)
        #expect(diagnosis.explanation.contains("84E05C1D98BCE3A5421D225B140B36E86A3D5534"))
    }

    @Test(arguments: [
        (
            "The certificate … is expired on application. [Reason - The key used is expired., Thumbprint …",
            FailureDiagnosis.Cause.registrationEnded
        ),
        (
            "[Reason - The provided signature value did not match the expected signature value., Thumbprint …",
            .signature
        ),
        ("[Reason - Key was found, but use of the key to verify the signature failed., Thumbprint …", .signature),
    ])
    func theReasonsOf700027(text: String, cause: FailureDiagnosis.Cause) async throws {
        #expect(try await diagnosis(refusal(700_027, text)).cause == cause)
    }

    @Test(arguments: [(0.0, "agree"), (-1_000, "1000 seconds ahead of"), (5_000, "5000 seconds behind")])
    func aClockThatIsWrongIsToldFromAnAssertionThatIsOld(offset: Double, words: String) async throws {
        let time = Timestamp.dotNet(self.clock.now + offset)
        let text = """
            Client assertion is not within its valid time range. Current time: \(time), assertion valid from \
            2026-11-21T09:00:00.0000000Z, expiry time of assertion 2026-11-21T09:10:00.0000000Z.
            """
        let diagnosis = try await diagnosis(refusal(700_024, text))
        #expect(diagnosis.cause == .clock)
        #expect(diagnosis.explanation.contains(words), "\(diagnosis)")
    }

    @Test(arguments: [
        (90_002, FailureDiagnosis.Cause.tenant), (900_023, .tenant), (700_016, .client), (7_000_213, .chainOrder),
        (700_030, .untrustedSubject), (7_000_214, .certificateRevoked), (1_000_502, .certificateValidity),
        (5_002_738, .keyKind),
        (700_023, .audience), (501_051, .permission), (700_024, .clock), (99_999, .other),
    ])
    func theCauseOfANumber(aadsts: Int, cause: FailureDiagnosis.Cause) async throws {
        let diagnosis = try await diagnosis(refusal(aadsts, "Said by a script."))
        #expect(diagnosis.cause == cause)
        #expect(!diagnosis.explanation.isEmpty && !diagnosis.remedy.isEmpty)
        #expect(diagnosis.description == "\(diagnosis.explanation) \(diagnosis.remedy)")
    }

    @Test func everythingThatIsNoRefusal() async throws {
        let certificate = try certificate("first")
        let credential = try credential(certificate, .status(503))
        let unavailable = await #expect(throws: CredentialError.self) { try await credential.token(for: "a") }
        #expect(credential.diagnose(try #require(unavailable)).cause == .service)
        #expect(credential.diagnose(CancellationError()).cause == .other)
        #expect(credential.diagnose(TestError()).explanation.contains("TestError"))
        self.clock.advance(by: .seconds(301 * 86_400))
        let expired = await #expect(throws: CredentialError.self) { try await credential.token(for: "a") }
        let diagnosis = credential.diagnose(try #require(expired))
        #expect(diagnosis.cause == .certificateValidity)
        #expect(diagnosis.explanation.contains("expired"))
        let missing = #expect(throws: CredentialError.self) {
            try CertificateCredential(tenantID: "t.com", clientID: "c", certificate: .file("/nowhere/x.pem"))
        }
        #expect(credential.diagnose(try #require(missing)).cause == .certificateUnreadable)
    }

    @Test func anOnBehalfOfFailureWithASecretIsDiagnosedToo() async throws {
        let credential = try OnBehalfOfCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            clientSecret: SecretBytes(utf8: "s"),
            userAssertion: SecretBytes(utf8: "user"),
            options: Fixture.options(
                ScriptedTransport(thereafter: refusal(7_000_215, "Invalid client secret.")),
                clock: self.clock
            )
        )
        let error = await #expect(throws: CredentialError.self) { try await credential.token(for: "a") }
        #expect(credential.diagnose(try #require(error)).cause == .secret)
        #expect(try await credential.assertionPreview() == nil)
    }

    @Test func aPreviewShowsWhatWouldBeSentAndNothingThatSignsIn() async throws {
        let certificate = try certificate("first")
        let transport = ScriptedTransport()
        let credential = try CertificateCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            certificate: .certificate(certificate),
            sendsChain: true,
            options: Fixture.options(transport, clock: self.clock, allowing: ["fabrikam.com"])
        )
        let preview = try await credential.assertionPreview()
        #expect(preview.audience == Fixture.endpoint)
        #expect(preview.clientID == Fixture.clientID)
        #expect(preview.keyIdentifier == certificate.sha256Thumbprint.hexadecimal)
        #expect(preview.notBefore == Date(timeIntervalSince1970: self.clock.now.timeIntervalSince1970.rounded(.down)))
        #expect(preview.headerText.contains("x5c"))
        #expect(
            try await credential.assertionPreview(tenantID: "fabrikam.com").audience?.contains("fabrikam.com") == true
        )
        await #expect(throws: CredentialError.self) { try await credential.assertionPreview(tenantID: "other.com") }
        #expect(transport.requests.isEmpty)
    }

    @Test func theCertificateIsDiagnosedBeforeTheFirstToken() async throws {
        let certificate = try certificate("first")
        let credential = try credential(certificate, .token("t"))
        let diagnosis = await credential.diagnose()
        #expect(diagnosis.isUsable)
        #expect(diagnosis.daysLeft == 300)
        #expect(diagnosis.description.contains(certificate.sha1Thumbprint.hexadecimal))
        #expect(diagnosis.description.contains(certificate.sha256Thumbprint.hexadecimal))
        let soon = await credential.diagnose(notice: .seconds(301 * 86_400))
        #expect(soon.isUsable)
        #expect(soon.findings.map(\.code) == ["expiresSoon"])
    }
}
