// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The rule for `displayName`.
enum DisplayName {
    /// Whether a text may name an object: 1 to 256 characters, none of them a control character.
    static func isAcceptable(_ text: String) -> Bool {
        let isPrintable = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        return (1...256).contains(text.count) && isPrintable
    }
}
