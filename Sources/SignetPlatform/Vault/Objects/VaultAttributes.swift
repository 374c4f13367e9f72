// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// The `attributes` of a version of a secret, certificate or key.
struct VaultAttributes: Sendable, Equatable {
    /// For how many days what was deleted can be recovered.
    static let recoverableDays = 90

    var isEnabled = true
    var notBefore: Date?
    var expires: Date?
    let created: Date
    var updated: Date

    init(created: Date) {
        self.created = created
        self.updated = created
    }

    /// The attributes as the wire shows them.
    var json: JSONValue {
        var object = kept
        object["recoveryLevel"] = "Recoverable+Purgeable"
        object["recoverableDays"] = .number(Self.recoverableDays)
        return .object(object)
    }

    /// The attributes as they are kept.
    var kept: JSONObject {
        var object: JSONObject = ["enabled": .bool(self.isEnabled)]
        if let notBefore = self.notBefore { object["nbf"] = .seconds(notBefore) }
        if let expires = self.expires { object["exp"] = .seconds(expires) }
        object["created"] = .seconds(self.created)
        object["updated"] = .seconds(self.updated)
        return object
    }

    init(_ record: RecordReader) throws(StorageError) {
        self.init(created: try record.date("created"))
        self.updated = try record.date("updated")
        self.isEnabled = try record.bool("enabled")
        self.notBefore = record.object["nbf"] == nil ? nil : try record.date("nbf")
        self.expires = record.object["exp"] == nil ? nil : try record.date("exp")
    }
}
