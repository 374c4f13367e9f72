// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient

extension HTTPClientRequest.Body {
    /// Whether the body can be sent a second time: bytes can, a stream cannot.
    ///
    /// AsyncHTTPClient knows and does not tell, so its mirror is asked; what it does not show counts as a stream.
    var isRepeatable: Bool {
        guard let mode = Mirror(reflecting: self).descendant("mode"),
            let form = Mirror(reflecting: mode).children.first
        else { return false }
        switch form.label {
        case "byteBuffer": return true
        case "sequence":
            return Mirror(reflecting: form.value).descendant("canBeConsumedMultipleTimes") as? Bool ?? false
        default: return false
        }
    }
}
