// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
import SignetCore

/// Why an assertion is refused: one case for each answer that the real token service gives.
///
/// The set is closed by the service; the payload is what its text needs.
public enum AssertionRefusal: Sendable, Hashable {
    /// The text is not a JWT, or a member has the wrong type.
    case malformed(reason: String)
    /// The header names an algorithm that is not supported, or none.
    case unsupportedAlgorithm(String)
    /// The header's `typ` is neither `JWT` nor its old form.
    case wrongType(String)
    /// The header has neither `x5t` nor `x5t#S256` nor `kid`.
    case noKeyIdentifier
    /// A claim that must be there is absent.
    case missingClaim(String)
    /// `sub` is not `iss`.
    case subjectIsNotIssuer
    /// `iss` and `sub` are not the request's `client_id`.
    case clientIDMismatch
    /// `aud` holds more than one value.
    case severalAudiences(count: Int)
    /// No registered key has the identifier: an upper-case hexadecimal thumbprint, or the `kid`.
    case keyNotFound(identifier: String)
    /// The registration of the key has ended.
    case keyExpired(identifier: String, start: Date, end: Date)
    /// The registration of the key has not begun.
    case keyNotYetValid(identifier: String, start: Date, end: Date)
    /// The registration stands, and the certificate itself is outside its validity.
    case certificateOutsideValidity(start: Date, end: Date)
    /// The registered key is not of the kind that the algorithm needs.
    case keyDoesNotFitAlgorithm
    /// The signature was not made with the registered key.
    case signatureMismatch(identifier: String)
    /// The time is outside `nbf` and `exp`; an absent `nbf` is read as the year 1970.
    case outsideValidity(now: Date, from: Date, until: Date)
    /// `aud` names another recipient.
    case wrongAudience(String)
    /// A federated issuer publishes no key with the identifier.
    case issuerKeyNotFound(identifier: String, issuer: String)

    /// The number that the real token service gives.
    public var aadsts: Int {
        switch self {
        case .malformed: 50_027
        case .unsupportedAlgorithm: 5_002_738
        case .wrongType: 5_002_727
        case .noKeyIdentifier: 5_002_723
        case .missingClaim: 90_014
        case .subjectIsNotIssuer: 50_048
        case .clientIDMismatch: 700_021
        case .severalAudiences: 5_002_741
        case .keyNotFound, .keyExpired, .keyNotYetValid, .signatureMismatch: 700_027
        case .certificateOutsideValidity: 1_000_502
        case .keyDoesNotFitAlgorithm: 5_002_730
        case .outsideValidity: 700_024
        case .wrongAudience: 700_023
        case .issuerKeyNotFound: 7_000_272
        }
    }
}

extension AssertionRefusal: CustomStringConvertible {
    /// One sentence for people; the wire text is the token service's affair.
    public var description: String {
        switch self {
        case .malformed(let reason): "the assertion is malformed: \(reason)"
        case .unsupportedAlgorithm(let name): "the algorithm '\(name)' is not supported"
        case .wrongType(let type): "the header type '\(type)' is not 'JWT'"
        case .noKeyIdentifier: "the header has none of 'x5t', 'x5t#S256' and 'kid'"
        case .missingClaim(let name): "the claim '\(name)' is missing"
        case .subjectIsNotIssuer: "'sub' is not 'iss'"
        case .clientIDMismatch: "'iss' and 'sub' are not the client ID of the request"
        case .severalAudiences(let count): "'aud' holds \(count) values; one is allowed"
        case .keyNotFound(let name): "no registered certificate has the identifier \(name)"
        case .keyExpired(let name, _, let end): "the registered certificate \(name) ended at \(Timestamp.iso8601(end))"
        case .keyNotYetValid(let name, let start, _):
            "the registered certificate \(name) begins at \(Timestamp.iso8601(start))"
        case .certificateOutsideValidity(let start, let end):
            "the certificate is valid from \(Timestamp.iso8601(start)) to \(Timestamp.iso8601(end))"
        case .keyDoesNotFitAlgorithm: "the registered key is not an RSA key"
        case .signatureMismatch(let name): "the signature was not made with the key of certificate \(name)"
        case .outsideValidity(let now, let from, let until):
            """
            the assertion is valid from \(Timestamp.iso8601(from)) to \(Timestamp.iso8601(until)), and it is \
            \(Timestamp.iso8601(now))
            """
        case .issuerKeyNotFound(let name, let issuer): "the issuer '\(issuer)' publishes no key '\(name)'"
        case .wrongAudience(let audience): "the audience '\(audience)' is not this token service"
        }
    }
}
