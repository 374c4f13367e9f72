// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Where a loop's accounts of calls go.
struct LoopAccounts: Sendable {
    /// The access log, where there is one.
    var accessLog: AccessLog?
    /// The traces.
    var traces = TraceStore()
    /// Where traces are served, in front of their IDs.
    var traceLocation: String?
}
