// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Which of the two token endpoints was asked.
enum TokenEndpointVersion: Sendable {
    /// `/oauth2/token`: `resource` names the resource, numbers of the answer are texts.
    case v1
    /// `/oauth2/v2.0/token`: `scope` names the resource.
    case v2
}
