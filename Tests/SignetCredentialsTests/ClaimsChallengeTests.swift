// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetCredentials
import Testing

@Suite struct ClaimsChallengeTests {
    private static let claims = #"{"access_token":{"nbf":{"essential":true,"value":"1726077595"},"x>?":"ü"}}"#
    private static let base64 = Base64.encode(claims.utf8)
    private static let base64URL = Base64URL.encode(claims.utf8)

    private struct Expected: Sendable, Equatable {
        let scheme: String
        let token68: String?
        let parameters: [[String]]

        init(_ scheme: String, _ parameters: [[String]] = [], token68: String? = nil) {
            self.scheme = scheme
            self.token68 = token68
            self.parameters = parameters
        }

        init(_ challenge: AuthenticationChallenge) {
            self.init(
                challenge.scheme,
                challenge.parameters.map { [$0.name, $0.value] },
                token68: challenge.token68
            )
        }
    }

    private static let fields: [(String, [Expected])] = [
        (
            #"Newauth realm="apps", type=1, title="Login to \"apps\"", Basic realm="simple""#,
            [
                Expected("Newauth", [["realm", "apps"], ["type", "1"], ["title", #"Login to "apps""#]]),
                Expected("Basic", [["realm", "simple"]]),
            ]
        ),
        ("Negotiate", [Expected("Negotiate")]),
        ("Negotiate, NTLM", [Expected("Negotiate"), Expected("NTLM")]),
        (
            "Negotiate YII/+a-._~==, Bearer a=b",
            [Expected("Negotiate", token68: "YII/+a-._~=="), Expected("Bearer", [["a", "b"]])]
        ),
        (
            "Bearer a = b ,, c=\t\"d, e\" , , Basic",
            [Expected("Bearer", [["a", "b"], ["c", "d, e"]]), Expected("Basic")]
        ),
        (
            #"Bearer realm="" error="x" claims="y""#,
            [Expected("Bearer", [["realm", ""], ["error", "x"], ["claims", "y"]])]
        ),
        (#"  , Bearer  a="1",b=2"#, [Expected("Bearer", [["a", "1"], ["b", "2"]])]),
        (#"Bearer a="1", b="unfinished"#, [Expected("Bearer", [["a", "1"]])]),
        (#"Bearer a="1", b="unfinished\"#, [Expected("Bearer", [["a", "1"]])]),
        (#"Bearer a="1"; b=2, c=3"#, [Expected("Bearer", [["a", "1"]])]),
        ("Bearer a=", [Expected("Bearer", token68: "a=")]),
        ("Bearer ", [Expected("Bearer")]), ("", []), (",,,", []), ("\"", []), ("=", []), ("a=b", []),
    ]

    @Test(arguments: fields.indices) func readsChallengesAsRFC9110HasThem(index: Int) {
        let (field, expected) = Self.fields[index]
        #expect(AuthenticationChallenge.parse([field]).map(Expected.init) == expected)
    }

    @Test func readsSeveralFieldsInOrder() {
        let challenges = AuthenticationChallenge.parse(["PoP a=1", #"bearer Error="e""#])
        #expect(challenges.map(\.scheme) == ["PoP", "bearer"])
        #expect(challenges[1].has(scheme: "Bearer"))
        #expect(challenges[1]["ERROR"] == "e")
    }

    @Test(arguments: [
        #"Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000", error="insufficient_claims", claims="\#(base64)""#,
        #"Bearer authorization_uri="https://login.windows.net/", error="invalid_token", error_description="User session has been revoked", claims="\#(base64URL)""#,
        #"PoP nonce="n", claims="e30", Bearer claims=\#(base64URL), error="insufficient_claims""#,
        #"Bearer claims="not claims", BEARER CLAIMS="\#(base64)""#,
        #"Bearer claims="{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1726077595\"},\"x>?\":\"ü\"}}""#,
    ])
    func findsTheClaimsInEveryFormThatServicesSend(field: String) {
        #expect(ClaimsChallenge(wwwAuthenticate: [field])?.claims == Self.claims)
    }

    @Test func tellsWhyAndWhere() {
        let challenge = ClaimsChallenge(wwwAuthenticate: [
            #"Bearer authorization_uri="https://login.test/authorize", error="insufficient_claims", claims="e30=""#
        ])
        #expect(challenge?.claims == "{}")
        #expect(challenge?.error == "insufficient_claims")
        #expect(challenge?.authorizationURI == "https://login.test/authorize")
    }

    @Test(arguments: [
        "", "Bearer", #"Bearer error="invalid_token""#, #"Bearer claims="""#, #"Bearer claims="W10=""#,
        #"Basic claims="e30=""#,
        #"Bearer claims="\#(String(repeating: "A", count: 70_000))""#, #"Bearer claims="////""#,
    ])
    func findsNoChallengeWhereThereIsNone(field: String) {
        #expect(ClaimsChallenge(wwwAuthenticate: [field]) == nil)
    }

    @Test func survivesEveryCutAndEveryByte() {
        let field = Array(#"Newauth realm="a\"b", t=1, Bearer abc==, Bearer claims="e30=", error=x"#.utf8)
        for index in field.indices {
            _ = AuthenticationChallenge.parse([String(decoding: field[..<index], as: UTF8.self)])
            for byte in [UInt8](0...255) {
                var changed = field
                changed[index] = byte
                _ = ClaimsChallenge(wwwAuthenticate: [String(decoding: changed, as: UTF8.self)])
            }
        }
    }
}
