// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// Reads the content of a record; whatever does not fit is corruption, because only this program writes records.
struct RecordReader {
    let object: JSONObject

    init(_ record: StoredRecord) throws(StorageError) {
        guard let object = (try? JSONValue.parse(record.content))?.object else {
            throw StorageError(.corrupted, "the content of \(record.key.collection) '\(record.key.id)' is not JSON")
        }
        self.object = object
    }

    private init(object: JSONObject) {
        self.object = object
    }

    func string(_ name: String) throws(StorageError) -> String {
        try require(self.object[name]?.string, name)
    }

    func strings(_ name: String) throws(StorageError) -> [String] {
        try list(name) { value in value.string }
    }

    func bool(_ name: String) throws(StorageError) -> Bool {
        try require(self.object[name]?.bool, name)
    }

    func date(_ name: String) throws(StorageError) -> Date {
        let seconds = try require(self.object[name]?.integer, name)
        return Date(timeIntervalSince1970: Double(seconds))
    }

    func instant(_ name: String) throws(StorageError) -> Date {
        Date(timeIntervalSince1970: Double(try integer(name)) / 1_000)
    }

    func bytes(_ name: String) throws(StorageError) -> [UInt8] {
        try require(self.object[name]?.string.flatMap { Base64.decodeLenient($0) }, name)
    }

    func object(_ name: String) throws(StorageError) -> JSONObject {
        try require(self.object[name]?.object, name)
    }

    func integer(_ name: String) throws(StorageError) -> Int {
        try require(self.object[name]?.integer, name)
    }

    func reader(_ name: String) throws(StorageError) -> RecordReader {
        RecordReader(object: try object(name))
    }

    func objects(_ name: String) throws(StorageError) -> [RecordReader] {
        try list(name) { value in value.object.map(RecordReader.init(object:)) }
    }

    private func list<Element>(
        _ name: String,
        _ element: (JSONValue) -> Element?
    ) throws(StorageError) -> [Element] {
        let values = try require(self.object[name]?.array, name)
        let elements = values.compactMap(element)
        guard elements.count == values.count else { throw Self.corrupted(name) }
        return elements
    }

    private func require<Value>(_ value: Value?, _ name: String) throws(StorageError) -> Value {
        guard let value else { throw Self.corrupted(name) }
        return value
    }

    private static func corrupted(_ name: String) -> StorageError {
        StorageError(.corrupted, "the member '\(name)' of a record is absent or of another type; restore a backup")
    }
}

extension JSONValue {
    /// A date in whole seconds.
    static func seconds(_ date: Date) -> JSONValue { .number(Int(nearest: date.timeIntervalSince1970)) }

    /// A date in whole milliseconds.
    static func milliseconds(_ date: Date) -> JSONValue {
        .number(Int(nearest: date.timeIntervalSince1970 * 1_000))
    }

    /// The date of a number of milliseconds.
    var instant: Date? { self.integer.map { Date(timeIntervalSince1970: Double($0) / 1_000) } }

    /// Bytes as base64.
    static func base64(_ bytes: [UInt8]) -> JSONValue { .string(Base64.encode(bytes)) }

    /// Texts as an array.
    static func strings(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
}
