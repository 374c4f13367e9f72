// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Reads JSON as Newtonsoft's reader does by default: single quotes, names without quotes, comments and a comma before
/// the end are accepted; texts in the form of an ISO date become dates.
struct JSONTokenParser {
    enum Place {
        case name(String)
        case index(Int)
    }

    let bytes: [UInt8]
    var position = 0
    /// How much memory the tokens may still take.
    var memory: Budget
    private var depth = 0
    /// Where the value stands that is being read.
    private var places: [Place] = []
    private let readsDates: Bool
    /// The text whose nested containers are left for later, and the index of the next of them.
    private var deferred: (source: JSONSource, next: Int)?

    /// Reads one document.
    ///
    /// - Parameters:
    ///   - text: The JSON.
    ///   - memory: How much the tokens may take; lowered by what they take, also where the text is no JSON.
    ///   - readsDates: Whether texts in the form of a date become dates.
    /// - Returns: The topmost token.
    /// - Throws: ``ExpressionError`` with Newtonsoft's words, or `limitExceeded`.
    static func parse(
        _ text: String,
        memory: inout Budget,
        readsDates: Bool = true
    ) throws(ExpressionError) -> JSONToken {
        try memory.work(text.utf8.count)
        let bytes = Array(text.utf8)
        if let scan = JSONScan(bytes.span, allowance: memory.remaining) {
            // What is read later has been counted then.
            try memory.charge(scan.cost)
            return JSONToken(
                unread: JSONSource(bytes: bytes, containers: scan.containers, readsDates: readsDates),
                0
            )
        }
        var parser = JSONTokenParser(bytes: bytes, memory: memory, readsDates: readsDates)
        defer { memory = parser.memory }
        let token = try parser.value().token
        parser.skipSpace()
        guard parser.position == parser.bytes.count else {
            throw parser.failure("Additional text encountered after finished reading JSON content: \(parser.character)")
        }
        return token
    }

    /// Reads one container of a scanned text, but not those within.
    ///
    /// What has been scanned is free of faults and has been counted.
    static func content(of index: Int, in source: JSONSource) -> JSONToken.Content {
        let memory = Budget(limit: .max, work: .max)
        var parser = JSONTokenParser(bytes: source.bytes, memory: memory, readsDates: source.readsDates)
        parser.position = source.containers[index].start
        parser.deferred = (source, index + 1)
        let count = source.containers[index].count
        let read = source.isObject(index) ? try? parser.object(count) : try? parser.array(count)
        return read?.content ?? .value(.null)
    }

    private init(bytes: [UInt8], memory: Budget, readsDates: Bool) {
        self.bytes = bytes
        self.memory = memory
        self.readsDates = readsDates
    }

    var next: UInt8? { self.position < self.bytes.count ? self.bytes[self.position] : nil }

    var character: String {
        String(String(decoding: self.bytes[self.position...].prefix(8), as: UTF8.self).prefix(1))
    }

    func failure(_ reason: String) -> ExpressionError {
        let before = self.bytes[..<min(self.position, self.bytes.count)]
        var path = ""
        for place in self.places {
            switch place {
            case .name(let name): path += path.isEmpty ? name : "." + name
            case .index(let index): path += "[\(index)]"
            }
        }
        // Before the first character has been taken, Newtonsoft has not begun to count.
        if before.isEmpty { return .exception(.jsonReader, "\(reason). Path '\(path)', line 0, position 0.") }
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count
        return .exception(.jsonReader, "\(reason). Path '\(path)', line \(line), position \(column).")
    }

    private mutating func skipSpace() {
        while let byte = self.next {
            if byte == 0x20 || 0x09...0x0D ~= byte {
                self.position += 1
            } else if byte == UInt8(ascii: "/"), self.position + 1 < self.bytes.count {
                guard skipComment() else { return }
            } else {
                return
            }
        }
    }

    private mutating func skipComment() -> Bool {
        switch self.bytes[self.position + 1] {
        case UInt8(ascii: "/"):
            while let byte = self.next, byte != 0x0A { self.position += 1 }
            return true
        case UInt8(ascii: "*"):
            var end = self.position + 2
            while end + 1 < self.bytes.count, self.bytes[end] != 0x2A || self.bytes[end + 1] != 0x2F { end += 1 }
            guard end + 1 < self.bytes.count else { return false }
            self.position = end + 2
            return true
        default: return false
        }
    }

    /// Reads a value; gives it with the number of nodes on its longest way down.
    private mutating func value() throws(ExpressionError) -> (token: JSONToken, height: Int) {
        skipSpace()
        try self.memory.charge(Budget.node)
        switch self.next {
        case nil:
            throw self.places.isEmpty && self.depth == 0
                ? .exception(
                    .jsonReader,
                    "Error reading JToken from JsonReader. Path '', line 0, position 0."
                ) : failure("Unexpected end of content while loading JSON")
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            if let (source, index) = self.deferred { return later(source, index) }
            let (content, height) = self.next == UInt8(ascii: "{") ? try object() : try array()
            return (JSONToken(read: content, height: height), height)
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            let text = try string()
            if self.readsDates, let date = ISODate.date(text) { return (JSONToken(value: .dateTime(date)), 1) }
            return (JSONToken(value: .string(text)), 1)
        default: return (JSONToken(value: try word()), 1)
        }
    }

    /// Leaves a container for later.
    private mutating func later(_ source: JSONSource, _ index: Int) -> (token: JSONToken, height: Int) {
        self.position = source.containers[index].end
        self.deferred = (source, source.containers[index].next)
        return (JSONToken(unread: source, index), source.containers[index].height)
    }

    private mutating func enter() throws(ExpressionError) {
        self.depth += 1
        self.position += 1
        guard self.depth <= JSONToken.maximumDepth else {
            throw failure("The reader's MaxDepth of \(JSONToken.maximumDepth) has been exceeded")
        }
    }

    private mutating func object(_ count: Int = 0) throws(ExpressionError) -> (content: JSONToken.Content, height: Int)
    {
        try enter()
        var members = JSONMembers(capacity: count)
        var height = 1
        while true {
            skipSpace()
            if take(UInt8(ascii: "}")) { break }
            let name = try name()
            skipSpace()
            guard take(UInt8(ascii: ":")) else {
                throw failure("Invalid character after parsing property name. Expected ':' but got: \(self.character)")
            }
            try self.memory.charge(name.utf8.count + Budget.node)
            self.places.append(.name(name))
            let (value, levels) = try value()
            let property = JSONToken(read: .property(name, value), height: levels + 1)
            // The last of several values of a name counts, in the place of the first.
            if let place = members.place(of: name) {
                members.replace(at: place, by: property)
            } else {
                members.append(property, named: name)
            }
            height = max(height, levels + 2)
            skipSpace()
            if !take(UInt8(ascii: ",")), self.next != UInt8(ascii: "}") { throw ended() }
            self.places.removeLast()
        }
        self.depth -= 1
        return (.object(members), height)
    }

    private mutating func array(_ count: Int = 0) throws(ExpressionError) -> (content: JSONToken.Content, height: Int) {
        try enter()
        var elements: [JSONToken] = []
        elements.reserveCapacity(count)
        var height = 1
        while true {
            skipSpace()
            if take(UInt8(ascii: "]")) { break }
            self.places.append(.index(elements.count))
            let (value, levels) = try value()
            elements.append(value)
            height = max(height, levels + 1)
            skipSpace()
            if !take(UInt8(ascii: ",")), self.next != UInt8(ascii: "]") { throw ended() }
            self.places.removeLast()
        }
        self.depth -= 1
        return (.array(elements), height)
    }

    private func ended() -> ExpressionError {
        self.next == nil
            ? failure("Unexpected end of content while loading JSON")
            : failure("After parsing a value an unexpected character was encountered: \(self.character)")
    }

    private mutating func take(_ sign: UInt8) -> Bool {
        guard self.next == sign else { return false }
        self.position += 1
        return true
    }
}
