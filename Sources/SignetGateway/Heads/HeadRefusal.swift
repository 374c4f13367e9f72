// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Why the head of a message is refused: every laxity here is a way to smuggle a request past somebody.
package enum HeadRefusal: String, Error, Sendable {
    case malformedStartLine = "the first line is malformed"
    case unsupportedVersion = "the version is not HTTP/1.0 or HTTP/1.1"
    case malformedTarget = "the request target is malformed"
    case malformedFieldName = "a header's name is empty or holds a character that is no token"
    case malformedFieldValue = "a header's value holds a control character"
    case bareLineEnd = "a line does not end with CR LF"
    case foldedField = "a header is continued on the next line"
    case hostCount = "there must be exactly one Host header"
    case malformedHost = "the Host header is malformed"
    case contentLength = "the Content-Length is not one number"
    case transferEncoding = "the Transfer-Encoding is not chunked"
    case contentLengthWithTransferEncoding = "Content-Length stands beside Transfer-Encoding"
    case connectionOption = "the Connection header lists a field that every receiver needs"
    case tooLarge = "the head is too large"
    case tooManyFields = "there are too many headers"
    case expectation = "the expectation is not 100-continue"
}

/// What reading a head came to.
package enum HeadParse: Sendable, Equatable {
    /// The end of the head has not arrived.
    case incomplete
    /// The head was read and is this long.
    case complete(Int)
    /// The head must not be accepted.
    case refused(HeadRefusal)
}

/// How much a head may be.
package struct HeadLimits: Sendable {
    /// The bytes of the first line and the headers.
    package var bytes: Int
    /// The number of headers.
    package var fields: Int

    package init(bytes: Int = 32 * 1024, fields: Int = 128) {
        self.bytes = bytes
        self.fields = fields
    }
}
