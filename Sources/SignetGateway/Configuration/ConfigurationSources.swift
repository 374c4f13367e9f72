// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import SignetCore

/// What reading a configuration needs from outside this module.
package struct ConfigurationSources: Sendable {
    /// Why a specification cannot be read.
    package struct Malformed: Error, Sendable {
        package let message: String
        package let line: Int
        package let column: Int

        package init(_ message: String, line: Int = 1, column: Int = 1) {
            self.message = message
            self.line = line
            self.column = column
        }
    }

    /// Reads YAML.
    package let yaml: @Sendable (String) throws(Malformed) -> JSONValue
    /// The value of an environment variable.
    package let environment: @Sendable (String) -> String?
    /// Where the time comes from.
    package let clock: any TimeSource
    /// The keys with which a call may ask for a trace.
    package let traceKeys: [SecretBytes]

    package init(
        yaml: @escaping @Sendable (String) throws(Malformed) -> JSONValue,
        environment: @escaping @Sendable (String) -> String?,
        clock: any TimeSource,
        traceKeys: [SecretBytes] = []
    ) {
        self.traceKeys = traceKeys
        self.yaml = yaml
        self.environment = environment
        self.clock = clock
    }
}
