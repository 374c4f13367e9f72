// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What whoever holds the sockets must do next for a call.
package enum CallStep: Sendable, Equatable {
    /// Receive the request's body as a whole, then call ``Call/requestBodyArrived(_:)``.
    case collectRequestBody
    /// Send the request to ``Call/endpoint``, then call ``Call/responseArrived()`` or ``Call/failed(_:)``.
    case forward
    /// Receive the answer's body as a whole, then call ``Call/responseBodyArrived(_:)``.
    case collectResponseBody
    /// Perform ``Call/errand``, then call ``Call/errandDone(_:)``.
    case errand
    /// Wait so many milliseconds, then call ``Call/resumed()``.
    case pause(milliseconds: Int)
    /// Send the answer.
    case answer
}
