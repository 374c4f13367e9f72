// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// One challenge of a `WWW-Authenticate` field (RFC 9110 §11.6.1): a scheme with its parameters.
public struct AuthenticationChallenge: Sendable, Equatable {
    /// A parameter in the spelling of the server.
    public struct Parameter: Sendable, Equatable {
        /// The name.
        public let name: String
        /// The value, without quotes and escapes.
        public let value: String
    }

    /// The scheme, such as `Bearer`, in the spelling of the server.
    public let scheme: String
    /// The one value of schemes that have no parameters, such as `Negotiate`.
    public let token68: String?
    /// The parameters in order.
    public let parameters: [Parameter]

    /// The first value of a parameter, whatever the case of its name.
    public subscript(name: String) -> String? {
        let wanted = name.lowercased()
        return self.parameters.first { $0.name.lowercased() == wanted }?.value
    }

    /// Whether the scheme is the named one, whatever its case.
    public func has(scheme: String) -> Bool { self.scheme.lowercased() == scheme.lowercased() }

    /// Reads the challenges of an answer.
    ///
    /// Lists of challenges, lists of parameters and both in one field are told apart as RFC 9110 has it; a comma that is missing
    /// between parameters is forgiven. What stands behind a fault is left out.
    ///
    /// - Parameter fields: The values of all `WWW-Authenticate` fields, in order.
    /// - Returns: The challenges in order.
    public static func parse(_ fields: [String]) -> [AuthenticationChallenge] {
        fields.flatMap { field in
            var reader = AuthenticationChallengeReader(field)
            return reader.challenges()
        }
    }
}
