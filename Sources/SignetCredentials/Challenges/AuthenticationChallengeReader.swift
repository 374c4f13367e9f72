// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Takes one `WWW-Authenticate` field apart.
struct AuthenticationChallengeReader {
    /// No server has more to say; the rest is left out.
    private static let limit = 65_536

    private var rest: ArraySlice<UInt8>

    init(_ field: String) {
        self.rest = ArraySlice(field.utf8.prefix(Self.limit))
    }

    mutating func challenges() -> [AuthenticationChallenge] {
        var challenges: [AuthenticationChallenge] = []
        while true {
            skip { $0 == UInt8(ascii: ",") || Self.isSpace($0) }
            guard let scheme = token() else { return challenges }
            let isAlone = self.rest.first.map { $0 == UInt8(ascii: ",") } ?? true
            guard isAlone || self.rest.first.map(Self.isSpace) == true else { return challenges }
            skip(Self.isSpace)
            let token68 = isAlone ? nil : token68()
            let parameters = isAlone || token68 != nil ? [] : parameters()
            challenges.append(AuthenticationChallenge(scheme: scheme, token68: token68, parameters: parameters))
        }
    }

    private mutating func parameters() -> [AuthenticationChallenge.Parameter] {
        var parameters: [AuthenticationChallenge.Parameter] = []
        while true {
            let start = self.rest
            skip { $0 == UInt8(ascii: ",") || Self.isSpace($0) }
            guard let name = token() else { return parameters }
            skip(Self.isSpace)
            guard self.rest.first == UInt8(ascii: "=") else {
                // The next challenge's scheme.
                self.rest = start
                return parameters
            }
            self.rest.removeFirst()
            skip(Self.isSpace)
            guard let value = self.rest.first == UInt8(ascii: "\"") ? quoted() : token() ?? "" else {
                self.rest = []
                return parameters
            }
            parameters.append(AuthenticationChallenge.Parameter(name: name, value: value))
        }
    }

    /// A value without a name: it ends at a comma or at the end, which no parameter's name does.
    private mutating func token68() -> String? {
        let start = self.rest
        let text = take { Self.isTokenCharacter($0) && !"!#$%&'*^`|".utf8.contains($0) || $0 == UInt8(ascii: "/") }
        let padding = take { $0 == UInt8(ascii: "=") }
        skip(Self.isSpace)
        guard !text.isEmpty, self.rest.isEmpty || self.rest.first == UInt8(ascii: ",") else {
            self.rest = start
            return nil
        }
        return String(decoding: text + padding, as: UTF8.self)
    }

    private mutating func token() -> String? {
        let token = take(Self.isTokenCharacter)
        return token.isEmpty ? nil : String(decoding: token, as: UTF8.self)
    }

    private mutating func quoted() -> String? {
        self.rest.removeFirst()
        var bytes: [UInt8] = []
        while let byte = self.rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = self.rest.popFirst() else { return nil }
                bytes.append(escaped)
            default: bytes.append(byte)
            }
        }
        return nil
    }

    private mutating func take(_ isWanted: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let taken = self.rest.prefix(while: isWanted)
        self.rest = self.rest[taken.endIndex...]
        return taken
    }

    private mutating func skip(_ isUnwanted: (UInt8) -> Bool) {
        self.rest = self.rest.drop(while: isUnwanted)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func isTokenCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
