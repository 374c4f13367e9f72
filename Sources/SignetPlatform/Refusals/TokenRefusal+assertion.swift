// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetAssertions
import SignetCore

extension TokenRefusal {
    /// The wire form of what the verifier found.
    init(_ refusal: AssertionRefusal, client: String) {
        switch refusal {
        case .malformed: self.init(.notAToken)
        case .unsupportedAlgorithm(let name): self.init(.unsupportedAlgorithm, ["algorithm": name])
        case .wrongType: self.init(.wrongType)
        case .noKeyIdentifier: self.init(.noKeyIdentifier)
        case .missingClaim(let name): self.init(.missingClaim, ["name": name])
        case .subjectIsNotIssuer: self.init(.subjectIsNotIssuer)
        case .clientIDMismatch: self.init(.clientMismatch)
        case .severalAudiences(let count): self.init(.severalAudiences, ["count": String(count)])
        case .keyNotFound(let name): self.init(.keyNotFound, ["thumbprint": name, "client": client])
        case .keyExpired(let name, let start, let end), .keyNotYetValid(let name, let start, let end):
            self.init(
                .keyExpired,
                [
                    "thumbprint": name, "client": client, "start": Timestamp.american(start),
                    "end": Timestamp.american(end),
                ]
            )
        case .certificateOutsideValidity: self.init(.certificateOutsideValidity)
        case .keyDoesNotFitAlgorithm: self.init(.keyDoesNotFit)
        case .signatureMismatch(let name): self.init(.signatureMismatch, ["thumbprint": name, "client": client])
        case .outsideValidity(let now, let from, let until):
            self.init(
                .assertionOutsideValidity,
                ["now": Timestamp.dotNet(now), "from": Timestamp.dotNet(from), "until": Timestamp.dotNet(until)]
            )
        case .issuerKeyNotFound(let name, let issuer):
            self.init(.issuerKeyNotFound, ["thumbprint": name, "issuer": issuer])
        case .wrongAudience: self.init(.wrongAudience)
        }
    }
}
