// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Refusals that concern the certificate with which a client connects.
extension RefusalRow {
    static let clientCertificateMissing = RefusalRow(
        392_200,
        .invalidRequest,
        "Client certificate is missing from the request."
    )
    static let clientCertificateExpired = RefusalRow(
        392_204,
        .invalidClient,
        "The provided client certificate has expired."
    )
    static let clientCertificateDiffers = RefusalRow(
        500_181,
        .invalidRequest,
        "The TLS certificate provided does not match the certificate in the assertion."
    )
    static let mutualTLSDemanded = RefusalRow(
        50_171,
        .invalidRequest,
        "The given audience can only be used in Mutual-TLS token calls."
    )
    static let mutualTLSDisabled = RefusalRow(
        51_000,
        .invalidRequest,
        status: 412,
        "Required feature not enabled: mutual TLS client authentication is disabled."
    )
}
