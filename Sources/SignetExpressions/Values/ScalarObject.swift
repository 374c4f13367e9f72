// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// An object that may stand for a plain value.
protocol ScalarObject: ExpressionObject {
    /// The plain value, where it is one.
    var scalar: ExpressionValue? { get }
}
