// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Single characters in the other case, invariant culture.
enum CaseFolding {
    static func lower(_ unit: UInt16) -> UInt16 {
        if unit < 128 { return 0x41...0x5A ~= unit ? unit + 32 : unit }
        return single(unit) { $0.properties.lowercaseMapping }
    }

    static func upper(_ unit: UInt16) -> UInt16 {
        if unit < 128 { return 0x61...0x7A ~= unit ? unit - 32 : unit }
        return single(unit) { $0.properties.uppercaseMapping }
    }

    private static func single(_ unit: UInt16, _ mapping: (Unicode.Scalar) -> String) -> UInt16 {
        guard let scalar = Unicode.Scalar(unit) else { return unit }
        let mapped = mapping(scalar).utf16
        return mapped.count == 1 ? mapped.first ?? unit : unit
    }
}
