// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What the directory demands of a new password.
enum PasswordRule {
    /// Whether a password has 8 to 256 characters, of three of the four kinds ("Password policies" of Microsoft Entra).
    static func isAcceptable(_ password: String) -> Bool {
        guard (8...256).contains(password.count), password.utf8.count <= 1_024 else { return false }
        let scalars = password.unicodeScalars
        guard scalars.allSatisfy({ $0.properties.generalCategory != .control }) else { return false }
        let kinds = [
            scalars.contains { $0.properties.isLowercase }, scalars.contains { $0.properties.isUppercase },
            scalars.contains { ("0"..."9").contains($0) },
            scalars.contains { !$0.properties.isAlphabetic && !("0"..."9").contains($0) },
        ]
        return kinds.filter { $0 }.count >= 3
    }
}
