// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetAssertions
import SignetCertificates
import SignetCore
import Testing

@Suite struct DecodedAssertionTests {
    @Test func showsHeaderAndClaimsAndNoSignature() throws {
        let text = try Draft().text()
        let decoded = try DecodedAssertion(text)
        #expect(decoded.algorithm == "PS256")
        #expect(decoded.audience == Fixture.audience)
        #expect(decoded.clientID == Fixture.clientID)
        #expect(decoded.notBefore == Fixture.now)
        #expect(decoded.expiresOn == Fixture.now + 600)
        #expect(decoded.keyIdentifier == (try Fixture.certificate.get().sha256Thumbprint.hexadecimal))
        #expect(decoded.description.contains("\"aud\": \"\(Fixture.audience)\""))
        let signature = text.split(separator: ".")[2]
        #expect(!decoded.description.contains(signature))
        #expect(!String(reflecting: decoded).contains(signature))
    }

    @Test func saysWhatIsWrongWithAText() {
        let error = #expect(throws: AssertionError.self) { try DecodedAssertion("abc") }
        #expect(error?.code == .malformed)
        #expect(error?.message.contains("three segments") == true)
    }

    @Test(
        arguments: [
            ("1e300", 253_402_300_799), ("-1e300", -62_135_596_800), ("99999999999999999999", 253_402_300_799),
            ("1800000000.5", 1_800_000_000.5), ("-0", 0),
        ] as [(String, Double)]
    )
    func timesStayWithinTheYearsOfACalendar(text: String, seconds: Double) throws {
        for value in [JSONValue.string(text), try JSONValue.parse(text)] {
            #expect(NumericDate.parse(value)?.timeIntervalSince1970 == seconds)
        }
    }
}
