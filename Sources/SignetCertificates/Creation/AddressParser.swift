// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Reads IP addresses.
package enum AddressParser {
    /// The 4 or 16 bytes of an address.
    ///
    /// - Parameter text: An address of version 4 or 6 in its usual form, or, of version 6, in any.
    /// - Returns: The bytes, in the order of the network.
    /// - Throws: `creationFailed` where the text is none.
    package static func parse(_ text: String) throws(CertificateError) -> [UInt8] {
        for (family, size) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: size)
            let result = unsafe bytes.withUnsafeMutableBytes { unsafe inet_pton(family, text, $0.baseAddress) }
            if result == 1 { return bytes }
        }
        throw CertificateError(.creationFailed, "\"\(text)\" is no IP address; write 127.0.0.1 or ::1")
    }
}
