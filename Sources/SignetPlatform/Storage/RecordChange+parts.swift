// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension RecordChange {
    /// What the change concerns.
    var key: RecordKey {
        switch self {
        case .insert(let record), .replace(let record): record.key
        case .delete(let key, _): key
        }
    }

    /// The content behind the change; `nil` where the record is gone.
    var content: JSONValue? {
        switch self {
        case .insert(let record), .replace(let record): try? JSONValue.parse(record.content)
        case .delete: nil
        }
    }
}
