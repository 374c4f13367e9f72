// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// For how long tokens are good: drawn at random, unless the resource's policy says.
struct TokenLifetimes: Sendable {
    let limits: PlatformProfile.Lifetimes
    /// Draws a number; a test gives its own.
    var draw: @Sendable (ClosedRange<Int>) -> Int = { Int.random(in: $0) }

    /// The seconds of an access token for a resource.
    func accessToken(for resource: RegisteredResource, isContinuous: Bool) -> Int {
        if isContinuous { return self.draw(self.limits.continuousAccessToken) }
        return resource.accessTokenLifetime ?? self.draw(self.limits.accessToken)
    }
}
