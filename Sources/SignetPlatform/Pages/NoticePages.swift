// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The pages that say something and lead nowhere.
enum NoticePages {
    /// Why a sign-in cannot go on, with what an administrator needs to find it.
    static func refusal(_ refusal: TokenRefusal, _ exchange: Exchange) -> HTML {
        """
        <h1>Sorry, but we’re having trouble signing you in.</h1>
        <p class="alert" role="alert">AADSTS\(String(refusal.row.number)): \(refusal.message)</p>
        <dl><dt>Request Id</dt><dd>\(exchange.traceID)</dd>
        <dt>Correlation Id</dt><dd>\(exchange.correlationID)</dd>
        <dt>Timestamp</dt><dd>\(Timestamp.iso8601(exchange.now))</dd></dl>
        """
    }

    /// A heading with a sentence.
    static func message(_ heading: String, _ text: String) -> HTML {
        """
        <h1>\(heading)</h1>
        <p>\(text)</p>
        """
    }
}
