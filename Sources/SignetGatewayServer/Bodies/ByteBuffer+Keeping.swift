// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore

extension ByteBuffer {
    /// Takes what has come behind what is left of before.
    ///
    /// What was dealt with makes room: a buffer alone never gives back the bytes in front of its reader, and whoever
    /// always leaves a part of the next message would make it grow without end.
    mutating func keep(_ received: inout ByteBuffer) {
        if self.readerIndex > self.readableBytes { discardReadBytes() }
        writeBuffer(&received)
    }
}
