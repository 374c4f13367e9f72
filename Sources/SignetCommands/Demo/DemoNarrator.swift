// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Synchronization

/// Tells what happened, step by step, and keeps it for the JSON document.
final class DemoNarrator: Sendable {
    private let format: OutputFormat
    private let steps = Mutex<[JSONValue]>([])

    init(format: OutputFormat) {
        self.format = format
    }

    /// Says that a step has happened, with what can be seen of it.
    func step(_ title: String, _ facts: [(String, String)]) {
        let number = self.steps.withLock { steps in
            let members = facts.map { JSONObject.Member(name: $0.0, value: .string($0.1)) }
            steps.append(["step": .string(title), "facts": .object(JSONObject(members))])
            return steps.count
        }
        guard self.format == .text else { return }
        print("\(number). \(title)")
        let width = facts.map(\.0.count).max() ?? 0
        for (name, value) in facts {
            print("     \(name)\(String(repeating: " ", count: width - name.count))  \(value)")
        }
    }

    /// All steps so far.
    var document: JSONValue { .array(self.steps.withLock { $0 }) }
}
