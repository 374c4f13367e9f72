// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Who a token says has issued it.
struct IssuerName {
    /// `iss`.
    let text: String?
    private let tenant: String?
    private static let place = "{tenantid}"

    init(_ claims: JSONObject) {
        self.text = claims["iss"]?.string
        self.tenant = claims["tid"]?.string
    }

    /// Whether an accepted name is this one: that of an authority for all tenants has a place for the tenant.
    func isMeant(by accepted: String) -> Bool {
        guard accepted.contains(Self.place) else { return accepted == self.text }
        return self.tenant.map { !$0.isEmpty && accepted.replacing(Self.place, with: $0) == self.text } ?? false
    }

    /// Whether a name is that of a publisher for some tenant, whatever the token says of its own.
    static func covers(_ published: String, _ name: String) -> Bool {
        guard let place = published.firstRange(of: Self.place) else { return published == name }
        let (start, end) = (published[..<place.lowerBound], published[place.upperBound...])
        return name.utf8.count >= start.utf8.count + end.utf8.count && name.hasPrefix(start) && name.hasSuffix(end)
    }
}
