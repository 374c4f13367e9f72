// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import Yams

/// Reads YAML, of which JSON is a part, with the place of every value.
enum SeedFile {
    private static let greatestSize = 4 * 1_024 * 1_024
    private static let greatestDepth = 32
    private static let greatestCount = 200_000

    static func read(_ path: String) throws(PlatformServerError) -> SeedNode {
        let start = SeedPlace(file: path, line: 1, column: 1)
        let bytes: [UInt8]
        do {
            bytes = try FileContent(path: path).bytes
        } catch {
            throw PlatformServerError(.seedUnusable, "the seed \(path) cannot be read: \(error.message)", cause: error)
        }
        guard bytes.count <= self.greatestSize else { throw start.mistake("a seed has at most 4 MiB") }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw start.mistake("a seed is UTF-8") }
        // The composer descends with the nesting; brackets are the only way to nest deeply in few bytes.
        try requireShallow(bytes, start)
        do {
            guard let node = try Yams.compose(yaml: text) else { throw start.mistake("the seed is empty") }
            var left = self.greatestCount
            return try value(node, start, depth: 0, &left)
        } catch let error as PlatformServerError {
            throw error
        } catch {
            throw mistake(error, path)
        }
    }

    private static func requireShallow(_ bytes: [UInt8], _ start: SeedPlace) throws(PlatformServerError) {
        var depth = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
            default: continue
            }
            guard depth <= 1_000 else { throw start.mistake("the seed is nested too deeply") }
        }
    }

    private static func mistake(_ error: any Error, _ path: String) -> PlatformServerError {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            SeedPlace(file: path, line: mark.line, column: mark.column).mistake(problem)
        case .duplicatedKeysInMapping(let keys, let context):
            SeedPlace(file: path, line: context.mark.line, column: context.mark.column)
                .mistake("the key '\(keys.first ?? "")' stands twice")
        default: PlatformServerError(.seedUnusable, "\(path): \(error)")
        }
    }

    private static func value(
        _ node: Node,
        _ outer: SeedPlace,
        depth: Int,
        _ left: inout Int
    ) throws(PlatformServerError) -> SeedNode {
        let place = node.mark.map { SeedPlace(file: outer.file, line: $0.line, column: $0.column) } ?? outer
        left -= 1
        guard depth < self.greatestDepth, left > 0 else { throw place.mistake("the seed is too deep or too large") }
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.style == .plain
            if isPlain, ["", "~", "null"].contains(scalar.string) { return SeedNode(content: .null, place: place) }
            return SeedNode(content: .scalar(scalar.string, isPlain: isPlain), place: place)
        case .sequence(let sequence):
            var nodes: [SeedNode] = []
            for element in sequence { nodes.append(try value(element, place, depth: depth + 1, &left)) }
            return SeedNode(content: .list(nodes), place: place)
        case .mapping(let mapping):
            var members: [(name: String, place: SeedPlace, value: SeedNode)] = []
            for (key, element) in mapping {
                let at = key.mark.map { SeedPlace(file: outer.file, line: $0.line, column: $0.column) } ?? place
                guard let name = key.string else { throw at.mistake("a key is a text") }
                members.append((name, at, try value(element, at, depth: depth + 1, &left)))
            }
            return SeedNode(content: .map(members), place: place)
        default: throw place.mistake("an alias is not understood here; write the value again")
        }
    }
}
