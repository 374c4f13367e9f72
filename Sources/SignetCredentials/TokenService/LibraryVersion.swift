// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The version that token services see (`x-client-Ver`).
enum LibraryVersion {
    static let text = "0.1.0"
}
