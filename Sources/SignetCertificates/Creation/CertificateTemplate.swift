// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials

/// What a new certificate shall say.
public struct CertificateTemplate: Sendable {
    /// What a certificate may be used for (RFC 5280 §4.2.1.12).
    public enum Usage: Sendable, Hashable, CaseIterable {
        /// To sign in as a client, over TLS or with an assertion.
        case clientAuthentication
        /// To answer as a TLS server.
        case serverAuthentication
    }

    /// What the key itself may be used for (RFC 5280 §4.2.1.3), under the names that the standard gives.
    public enum KeyUsage: String, Sendable, Hashable, CaseIterable {
        /// To sign anything but certificates and revocation lists.
        case digitalSignature
        /// To sign what cannot be denied later.
        case nonRepudiation
        /// To encrypt keys.
        case keyEncipherment
        /// To encrypt data.
        case dataEncipherment
        /// To agree on keys.
        case keyAgreement
        /// To sign certificates.
        case keyCertSign
        /// To sign revocation lists.
        case cRLSign
        /// To encrypt only, while agreeing on keys.
        case encipherOnly
        /// To decrypt only, while agreeing on keys.
        case decipherOnly
    }

    /// Whether a certificate may issue others.
    public enum Authority: Sendable, Hashable {
        /// It may not.
        case no
        /// It may, through any number of further authorities.
        case unlimited
        /// It may, with at most so many authorities below it.
        case limited(pathLength: Int)
    }

    /// The subject as RFC 4514 writes it, the most specific part first: `CN=daemon,O=Contoso`.
    public var subject: String
    /// The DNS names of the subject, for servers.
    public var dnsNames: [String] = []
    /// The IPv4 and IPv6 addresses of the subject, for servers.
    public var ipAddresses: [String] = []
    /// The URIs of the subject, such as a SPIFFE ID.
    public var uris: [String] = []
    /// The e-mail addresses of the subject.
    public var emailAddresses: [String] = []
    /// From when the certificate is valid; whole seconds.
    public var notBefore: Date
    /// Until when the certificate is valid; whole seconds.
    public var notAfter: Date
    /// The key to make.
    public var key: PrivateKey.Kind = .rsa(bits: 2048)
    /// What the certificate may be used for; none for a bare authority.
    public var usages: Set<Usage> = [.clientAuthentication]
    /// Further uses as object identifiers in dotted form, such as `1.3.6.1.5.5.7.3.4`.
    public var extendedKeyUsages: [String] = []
    /// What the key may be used for; `nil` derives it from ``usages`` and ``authority``.
    public var keyUsages: Set<KeyUsage>?
    /// Whether the certificate may issue others.
    public var authority: Authority = .no

    /// Describes a certificate for a client with an RSA key of 2048 bits; change the properties for another.
    public init(subject: String, notBefore: Date, notAfter: Date) {
        self.subject = subject
        self.notBefore = notBefore
        self.notAfter = notAfter
    }
}
