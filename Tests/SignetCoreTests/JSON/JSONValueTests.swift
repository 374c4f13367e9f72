// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Testing

@Suite struct JSONValueTests {
    @Test func keepsOrderAndTheTextOfNumbers() throws {
        let text = #"{"b":1.50,"a":[1e3,-0,"\u00e9\ud83d\ude00"],"c":{"x":null,"y":true}}"#
        let value = try JSONValue.parse(text)
        #expect(value.text == #"{"b":1.50,"a":[1e3,-0,"é😀"],"c":{"x":null,"y":true}}"#)
        #expect(value["b"]?.integer == nil)
        #expect(value["c"]?["y"]?.bool == true)
    }

    @Test(arguments: [
        ("", 0), ("{", 1), (#"{"a":1,"a":2}"#, 7), ("[1,]", 3), ("01", 1), ("1.", 2), ("tru", 0), (#""\x""#, 3),
        (#""\ud800""#, 7), ("[1] x", 4), ("\"a\u{1}\"", 2), ("{a:1}", 1), ("-", 1), ("1e", 2), (#"{"a" 1}"#, 5),
    ])
    func refusesWithTheOffset(text: String, offset: Int) {
        #expect { try JSONValue.parse(text) } throws: { ($0 as? JSONError)?.offset == offset }
    }

    @Test func refusesInvalidUTF8() {
        #expect(throws: JSONError.self) { try JSONValue.parse([0x22, 0xFF, 0x22]) }
    }

    @Test func aTowerOfBracketsIsRefusedAndHarmless() {
        let tower = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
        #expect(throws: JSONError.self) { try JSONValue.parse(tower) }
    }

    @Test func anObjectOfManyMembersIsBuiltInOrderAndAtOnce() {
        let members = (0..<200_000).map { JSONObject.Member(name: "m\($0 % 100_000)", value: .number($0)) }
        let object = JSONObject(members)
        #expect(object.members.count == 100_000)
        #expect(object.members[7] == JSONObject.Member(name: "m7", value: .number(100_007)))
    }
}
