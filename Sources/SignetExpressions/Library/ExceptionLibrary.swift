// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// `System.Exception`.
enum ExceptionLibrary {
    static func table() -> LibraryTable {
        LibraryTable(
            "Exception",
            [
                .init("new()") { _, _ in
                    .object(ThrownException(.general, "Exception of type 'System.Exception' was thrown."))
                },
                .init("new(string message)") { _, a in .object(ThrownException(.general, a[0].string ?? "")) },
                .init("new(string message, Exception innerException)") { _, a in
                    .object(ThrownException(.general, a[0].string ?? "", inner: a.optional(1)))
                },
                .init("string StackTrace") { _, _ in .null },
                .init("string Source") { _, _ in .null },
                .init("string HelpLink") { _, _ in .null },
                .init("int HResult") { _, _ in .int(-2_146_233_088) },
                .init("Exception InnerException") { _, a throws(ExpressionError) in
                    .optional(try a.object(0, ThrownException.self).inner)
                },
                .init("Exception GetBaseException()") { _, a throws(ExpressionError) in
                    var exception: ThrownException = try a.object(0)
                    while let inner = exception.inner { exception = inner }
                    return .object(exception)
                },
            ]
        )
    }
}
