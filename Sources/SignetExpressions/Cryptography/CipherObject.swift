// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A `SymmetricAlgorithm`: AES with a key, an initialization vector, a mode and a padding.
final class CipherObject: LibraryObject {
    struct State {
        var key: [UInt8]
        var vector: [UInt8]
        var mode = BlockCipher.Mode.cbc
        var padding = BlockCipher.Padding.pkcs7
    }

    /// The class of .NET.
    let name: String
    let state: Mutex<State>

    init(_ name: String, key: [UInt8], vector: [UInt8]) {
        self.name = name
        self.state = Mutex(State(key: key, vector: vector))
    }

    var expressionType: String { "SymmetricAlgorithm" }
    var invariantText: String { "System.Security.Cryptography." + self.name }

    /// The cipher with the object's key and vector, or with others.
    func cipher(key: [UInt8]? = nil, vector: [UInt8]? = nil) throws(ExpressionError) -> BlockCipher {
        let state = self.state.withLock { $0 }
        return try BlockCipher(
            key: key ?? state.key,
            vector: vector ?? state.vector,
            mode: state.mode,
            padding: state.padding
        )
    }

    /// The class that .NET makes for the name of an algorithm; `nil` for names that it does not know.
    static func className(_ name: String) throws(ExpressionError) -> String? {
        let simple = OrdinalText.upper(name).split(separator: ".").last.map(String.init) ?? ""
        switch simple {
        case "AES", "AESCRYPTOSERVICEPROVIDER": return "AesCryptoServiceProvider"
        case "AESMANAGED": return "AesManaged"
        case "RIJNDAEL", "RIJNDAELMANAGED", "SYMMETRICALGORITHM": return "RijndaelManaged"
        case "DES", "3DES", "TRIPLEDES", "TRIPLE DES", "RC2":
            throw ExpressionError(.unsupported, "This version of Signet does not evaluate the algorithm '\(name)' yet.")
        default: return nil
        }
    }
}
