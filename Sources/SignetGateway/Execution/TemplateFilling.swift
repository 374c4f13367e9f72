// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Fills `{name}` in a template.
enum TemplateFilling {
    /// The template with every `{name}` that `value` knows replaced; the others give nothing.
    static func fill(_ template: String, _ value: (String) -> String?) -> String {
        var filled = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            filled += rest[..<open]
            let name = rest[rest.index(after: open)..<close].drop { $0 == "*" }
            filled += value(String(name)) ?? ""
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }
}
