// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A map of a seed file whose keys are taken one by one; what nobody took is a mistake.
struct SeedObject: Sendable {
    let place: SeedPlace
    private let members: [(name: String, place: SeedPlace, value: SeedNode)]
    private let what: String

    /// Reads a map that has these keys and no others.
    init(_ node: SeedNode, _ what: String, keys: [String]) throws(PlatformServerError) {
        let known = keys.sorted().joined(separator: ", ")
        guard case .map(let members) = node.content else {
            throw node.place.mistake("\(what) is a map of keys, each with its value; there are \(known)")
        }
        for member in members where !keys.contains(member.name) {
            throw member.place.mistake("\(what) has no key '\(member.name)'; there are \(known)")
        }
        self.place = node.place
        self.members = members
        self.what = what
    }

    subscript(name: String) -> SeedNode? {
        guard let member = self.members.first(where: { $0.name == name }) else { return nil }
        if case .null = member.value.content { return nil }
        return member.value
    }

    func string(_ name: String) throws(PlatformServerError) -> String? {
        guard let node = self[name] else { return nil }
        guard case .scalar(let text, _) = node.content, !text.isEmpty else {
            throw node.place.mistake("'\(name)' is a text")
        }
        return text
    }

    func required(_ name: String) throws(PlatformServerError) -> String {
        guard let text = try string(name) else { throw self.place.mistake("\(self.what) needs the key '\(name)'") }
        return text
    }

    func integer(_ name: String, _ range: ClosedRange<Int>) throws(PlatformServerError) -> Int? {
        guard let node = self[name] else { return nil }
        guard case .scalar(let text, isPlain: true) = node.content, let number = Int(text), range.contains(number)
        else { throw node.place.mistake("'\(name)' is a number from \(range.lowerBound) to \(range.upperBound)") }
        return number
    }

    func bool(_ name: String) throws(PlatformServerError) -> Bool? {
        guard let node = self[name] else { return nil }
        guard case .scalar(let text, isPlain: true) = node.content, ["true", "false"].contains(text) else {
            throw node.place.mistake("'\(name)' is true or false")
        }
        return text == "true"
    }

    /// The elements of a list; one value alone counts as a list of one.
    func list(_ name: String) throws(PlatformServerError) -> [SeedNode] {
        guard let node = self[name] else { return [] }
        if case .list(let nodes) = node.content { return nodes }
        if case .scalar = node.content { return [node] }
        throw node.place.mistake("'\(name)' is a list")
    }

    func strings(_ name: String) throws(PlatformServerError) -> [String] {
        var texts: [String] = []
        for node in try list(name) {
            guard case .scalar(let text, _) = node.content else { throw node.place.mistake("'\(name)' lists texts") }
            texts.append(text)
        }
        return texts
    }
}
