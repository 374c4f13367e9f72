// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import Testing

@testable import SignetGatewayServer

/// What is read out of a backend's handshake, which the backend writes as it likes.
@Suite struct HandshakeMessagesTests {
    /// A flight of TLS 1.2: hello, certificate, request for a certificate of one issuer, end.
    private static func flight(asking: Bool) throws -> [UInt8] {
        let authority = try TestAuthority("Issuer")
        let leaf = try authority.server().derChain[0]
        // The name of an issuer as it stands in its certificate: SET of one CN.
        let name: [UInt8] =
            [0x30, 0x11, 0x31, 0x0F, 0x30, 0x0D, 0x06, 0x03, 0x55, 0x04, 0x03, 0x0C, 0x06]
            + Array("Issuer".utf8)
        let hello: [UInt8] = [3, 3] + [UInt8](repeating: 7, count: 32) + [0] + [0xC0, 0x2F] + [0]
        let request: [UInt8] = [1, 64] + [0, 2, 4, 3] + Self.sized(Self.sized(name, 2), 2)
        var messages = Self.message(2, hello) + Self.message(11, Self.sized(Self.sized(leaf, 3), 3))
        if asking { messages += Self.message(13, request) }
        messages += Self.message(14, [])
        return [22, 3, 3] + Self.sized(messages, 2)
    }

    private static func sized(_ bytes: [UInt8], _ width: Int) -> [UInt8] {
        (0..<width).reversed().map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) } + bytes
    }

    private static func message(_ type: UInt8, _ body: [UInt8]) -> [UInt8] { [type] + Self.sized(body, 3) }

    private static func read(_ bytes: [UInt8]) -> HandshakeReport {
        var transcript = HandshakeTranscript { [UInt8](repeating: 1, count: 32) }
        return transcript.read(bytes)
    }

    @Test(arguments: [true, false])
    func tellsWhatTheBackendAskedFor(_ asking: Bool) throws {
        let report = Self.read(try Self.flight(asking: asking))
        #expect(report.asked == asking)
        #expect(report.issuers == (asking ? ["CN=Issuer"] : []))
        #expect(report.version == "TLS 1.2")
        #expect(report.server?.subject == "CN=localhost")
    }

    @Test func survivesDamageAndTruncationAtEveryByte() throws {
        let flight = try Self.flight(asking: true)
        for index in flight.indices {
            _ = Self.read(Array(flight[..<index]))
            for byte: UInt8 in [0, 0xFF, 23] {
                var damaged = flight
                damaged[index] = byte
                #expect(Self.read(damaged).issuers.count <= 1)
            }
        }
    }
}
