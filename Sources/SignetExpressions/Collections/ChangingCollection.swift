// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A collection that may not change while it is enumerated.
protocol ChangingCollection: NestingObject {
    /// Another number after every change that ends an enumeration.
    var version: Int { get }
}
