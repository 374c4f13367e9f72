// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// One header line, as offsets into the bytes of its head.
package struct HeaderField: Sendable {
    /// Where the line begins.
    package let start: UInt32
    /// Where the name ends and the colon stands.
    package let nameEnd: UInt32
    /// Where the value begins, behind the space.
    package let valueStart: UInt32
    /// Where the value ends, before trailing space.
    package let valueEnd: UInt32
    /// Behind the line's end.
    package let end: UInt32
    /// Which of the known names it is.
    package let name: HeaderName
    /// Whether it was removed: it is neither found nor handed on.
    package var isDropped = false
    /// Whether a policy wrote it.
    package var isOwn = false

    /// The bytes of the name.
    package var nameRange: Range<Int> { Int(self.start)..<Int(self.nameEnd) }
    /// The bytes of the value.
    package var valueRange: Range<Int> { Int(self.valueStart)..<Int(self.valueEnd) }
    /// The bytes of the whole line.
    package var lineRange: Range<Int> { Int(self.start)..<Int(self.end) }
}
