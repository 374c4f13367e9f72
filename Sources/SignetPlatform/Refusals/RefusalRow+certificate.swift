// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

// The catalogue, part 5: certificates that a trusted authority issued.

extension RefusalRow {
    static let subjectNameNotAuthorized = RefusalRow(
        700_030,
        .invalidClient,
        "Invalid certificate - subject name in certificate isn't authorized. SubjectNames/SubjectAlternativeNames (up to "
            + "10) in token certificate are: {names}"
    )
    static let certificateChainInvalid = RefusalRow(7_000_213, .invalidClient, "Invalid certificate chain.")
    static let certificateRevoked = RefusalRow(7_000_214, .invalidClient, "Certificate has been revoked.")
    static let revocationListUnreachable = RefusalRow(
        500_173,
        .invalidClient,
        "Unable to download CRL. Contact your tenant admin."
    )
    static let revocationListUnreadable = RefusalRow(
        500_174,
        .invalidClient,
        "Unable to construct a valid CRL from the response. Contact your tenant admin."
    )
}
