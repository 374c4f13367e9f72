// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Where the platform reads what others publish: an issuer's keys, an authority's revocation list.
///
/// The platform asks for configured addresses only. What an implementation guarantees:
/// - It verifies the server's certificate, follows no redirect, and answers a status other than 200 with an error.
/// - It reads no more than the limit, and gives up after a few seconds.
public protocol RemoteDocuments: Sendable {
    /// Reads one document.
    ///
    /// - Parameters:
    ///   - address: The address, `https` or, on loopback, `http`.
    ///   - limit: The largest number of bytes that the document may have.
    /// - Returns: The bytes.
    /// - Throws: Whatever prevented it.
    func document(at address: String, limit: Int) async throws -> [UInt8]
}
