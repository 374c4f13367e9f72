// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension StaticType {
    /// What `default(T)` gives.
    var defaultValue: ExpressionValue {
        switch self {
        case .bool: .bool(false)
        case .sbyte, .byte, .short, .ushort, .int, .enumeration: .int(0)
        case .uint: .uint(0)
        case .long: .long(0)
        case .ulong: .ulong(0)
        case .float: .float(0)
        case .decimal: .decimal(.zero)
        case .double: .double(0)
        case .char: .char(0)
        case .guid: .guid("00000000-0000-0000-0000-000000000000")
        case .dateTime: .dateTime(ExpressionDate(ticks: 0, kind: .unspecified))
        case .timeSpan: .timeSpan(0)
        default: .null
        }
    }
}
