// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension [ExpressionValue] {
    /// The number of a `double` argument.
    func real(_ index: Int) -> Double { Arithmetic.real(self[index]) }
}
