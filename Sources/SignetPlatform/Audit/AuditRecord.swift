// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

extension RecordCollection {
    static let directoryAudits = RecordCollection("directoryAudits")
}

/// One line of the trail, in the shape of Graph's `directoryAudit`.
struct AuditRecord: Sendable {
    /// The greatest time in microseconds that an identifier can hold; identifiers count down, so that the newest is first.
    private static let end = 9_999_999_999_999_999

    let record: StoredRecord

    init(_ key: RecordKey, _ rule: AuditedCollection, before: JSONValue?, after: JSONValue?, _ context: AuditContext) {
        let operation = before == nil ? "Add" : after == nil ? "Delete" : "Update"
        let id = Self.identifier(context.now) + GUID.random().prefix(8)
        let name = (after ?? before)?["displayName"]?.string
        let target: JSONValue = [
            "id": .string(key.id), "displayName": .optional(name), "type": .string(rule.type),
            "modifiedProperties": .array(Self.differences(before, after)),
        ]
        let content: JSONValue = [
            "id": .string(id),
            "category": .string(rule.category),
            "correlationId": .string(context.traceID),
            "result": "success",
            "resultReason": "",
            "activityDisplayName": .string("\(operation) \(rule.noun)"),
            "activityDateTime": .string(Timestamp.iso8601(context.now)),
            "loggedByService": "Core Directory",
            "operationType": .string(operation),
            "initiatedBy": context.initiator,
            "targetResources": [target],
            "additionalDetails": [["key": "Request", "value": .string(context.origin)]],
        ]
        self.record = StoredRecord(
            key: RecordKey(.directoryAudits, tenant: key.tenant, id: id),
            content: content.serialized
        )
    }

    /// What the identifiers of changes at a time begin with.
    static func identifier(_ time: Date) -> String {
        let seconds = min(max(time.timeIntervalSince1970, 0), 9_000_000_000)
        let digits = String(self.end - Int(nearest: seconds * 1_000_000))
        return String(repeating: "0", count: max(0, 16 - digits.count)) + digits + "-"
    }

    private static func differences(_ before: JSONValue?, _ after: JSONValue?) -> [JSONValue] {
        let old = before?.object
        let new = after?.object
        var names = (old?.members ?? []).map(\.name)
        names += (new?.members ?? []).map(\.name).filter { old?[$0] == nil }
        return names.compactMap { name in
            guard old?[name] != new?[name] else { return nil }
            return [
                "displayName": .string(name), "oldValue": text(old?[name], name), "newValue": text(new?[name], name),
            ]
        }
    }

    /// Graph gives values as texts of JSON.
    private static func text(_ value: JSONValue?, _ name: String) -> JSONValue {
        guard let value else { return .null }
        let shown = RecordRedaction.readable(.object(JSONObject([JSONObject.Member(name: name, value: value)])))
        return .string(String(decoding: (shown[name] ?? .null).serialized, as: UTF8.self))
    }
}
