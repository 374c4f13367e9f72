// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

/// `IResponse` over what came back from a request of a policy.
final class ResponseContext: ExpressionObject {
    let expressionType = "IResponse"
    let response: OutgoingResponse

    init(_ response: OutgoingResponse) {
        self.response = response
    }

    /// How many bytes it takes, roughly.
    var size: Int {
        self.response.fields.reduce(self.response.body.count + 256) { $0 + $1.name.utf8.count + $1.value.utf8.count }
    }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue {
        switch member {
        case .statusCode: .int(Int32(truncatingIfNeeded: self.response.status))
        case .statusReason: .string(self.response.reason)
        case .headers: .object(self.headers)
        case .body: .object(BodyContext(self.response.body))
        default: .null
        }
    }

    private var headers: ContextLookup {
        let response = self.response
        return ContextLookup(
            keys: {
                var names: [String] = []
                for field in response.fields
                where !names.contains(where: { $0.lowercased() == field.name.lowercased() }) {
                    names.append(field.name)
                }
                return names
            },
            value: { name in
                let values = response.values(of: name)
                return values.isEmpty ? nil : .strings(values)
            }
        )
    }
}
