// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import Testing

@Suite struct Base64URLTests {
    @Test(arguments: [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE")])
    func encodesTheVectorsOfRFC4648WithoutPadding(plain: String, encoded: String) {
        #expect(Base64URL.encode(Array(plain.utf8)) == encoded)
        #expect(Base64URL.decode(encoded) == Array(plain.utf8))
    }

    @Test(arguments: 0..<70)
    func encodesAsFoundationDoes(length: Int) {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ length) }
        let padded = Data(bytes).base64EncodedString()
        #expect(Base64.encode(bytes) == padded)
        #expect(Base64.decodeLenient(padded) == bytes)
        let text = padded.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        var appended = Array("head.".utf8)
        Base64URL.append(bytes, to: &appended)
        #expect(String(decoding: appended, as: UTF8.self) == "head." + text)
        #expect(Base64URL.decode(appended[5...]) == bytes)
    }

    @Test(arguments: 0..<11)
    func findsWhatIsInNoAlphabetWhereverItStands(place: Int) {
        for wrong in Array("+/=. \u{7F}\u{FF}\0".utf8) {
            var text = Array("Zm9vYmFyYmE".utf8)
            text[place] = wrong
            #expect(Base64URL.decode(text[...]) == nil)
        }
    }

    @Test func theLenientReaderTakesBitsThatNoByteUses() {
        #expect(Base64.decodeLenient("Zm9vZh") == Array("foof".utf8))
        #expect(Base64URL.decode("Zm9vZh") == nil)
    }

    @Test(arguments: ["Zg==", "Zm9v ", "Z", "Zm+v", "Zm/v", "Zh", "Zm9", "Zm9vYg\n"])
    func refusesWhatIsNotCanonical(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test(arguments: ["-_8=", "+/8", "-_8", "+/8=", " +/ 8="])
    func theLenientReaderTakesBothAlphabets(text: String) {
        #expect(Base64.decodeLenient(text) == [0xFB, 0xFF])
    }

    @Test(arguments: ["A", "A=A", "====", "A*=="])
    func theLenientReaderRefusesWhatIsNoBase64(text: String) {
        #expect(Base64.decodeLenient(text) == nil)
    }
}
