// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetPlatform

/// The value of `--profile`.
enum ProfileFile {
    /// The profile of a name, or the one in a file.
    static func profile(_ value: String) throws -> PlatformProfile {
        if let profile = PlatformProfile.named(value) { return profile }
        return try PlatformProfile(json: Array(try Data(contentsOf: URL(filePath: value))))
    }
}
