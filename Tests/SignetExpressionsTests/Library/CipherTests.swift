// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// The encrypted texts are those of `openssl enc`.
@Suite struct CipherTests {
    /// AES with the key 00 01 … 1f and a vector of zeros.
    private static let setup = """
        var key = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
        var alg = SymmetricAlgorithm.Create("AES"); alg.Key = key; alg.IV = new byte[16];
        byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text); string Text(byte[] b) => Encoding.UTF8.GetString(b);
        string Base64(byte[] b) => Convert.ToBase64String(b);

        """

    @Test(arguments: [
        (##"return Base64(Bytes("secret").Encrypt(alg));"##, ##"t8vqW3q3u4CC9qxS6LUu2Q=="##),
        (##"return Base64(Bytes("secret").Encrypt("Aes", key, new byte[16]));"##, ##"t8vqW3q3u4CC9qxS6LUu2Q=="##),
        (
            ##"return Base64(Bytes("secret").Encrypt(SymmetricAlgorithm.Create("AesManaged"), key, alg.IV));"##,
            ##"t8vqW3q3u4CC9qxS6LUu2Q=="##
        ),
        (
            ##"return Base64(Bytes("sixteen bytes ok").Encrypt(alg));"##,
            ##"1vh//gtScwIEoI1rZKAZRDU8hJdM8afN6h7JGT3C+Uo="##
        ),
        (##"alg.Mode = CipherMode.ECB; return Base64(Bytes("secret").Encrypt(alg));"##, ##"t8vqW3q3u4CC9qxS6LUu2Q=="##),
        (
            ##"alg.Mode = CipherMode.ECB; return Base64(Bytes("sixteen bytes ok").Encrypt(alg));"##,
            ##"1vh//gtScwIEoI1rZKAZRJ87dQSSb4vTbjEY6QOkzUo="##
        ),
        (
            ##"alg.Mode = CipherMode.CFB; alg.Padding = PaddingMode.None; return Base64(Bytes("secret").Encrypt(alg));"##,
            ##"gbjqaViH"##
        ),
        (
            ##"alg.Key = new byte[16]; alg.Padding = PaddingMode.None; return Base64(Bytes("sixteen bytes ok").Encrypt(alg));"##,
            ##"BghecF4jlMMCU3LpQLsxFA=="##
        ),
        (##"return Text(Bytes("secret").Encrypt(alg).Decrypt(alg));"##, ##"secret"##),
        (##"alg.Mode = CipherMode.CFB; return Text(Bytes("secret").Encrypt(alg).Decrypt(alg));"##, ##"secret"##),
        (
            ##"alg.Padding = PaddingMode.ANSIX923; return Text(Bytes("secret").Encrypt(alg).Decrypt(alg));"##,
            ##"secret"##
        ),
        (
            ##"alg.Padding = PaddingMode.ISO10126; return Text(Bytes("secret").Encrypt(alg).Decrypt(alg));"##,
            ##"secret"##
        ),
        (##"alg.Padding = PaddingMode.Zeros; return Bytes("secret").Encrypt(alg).Decrypt(alg).Length;"##, ##"16"##),
        (##"return Text(Bytes("secret").Encrypt(alg).Decrypt("AES", key, alg.IV));"##, ##"secret"##),
        (##"alg.KeySize = 128; return alg.Key.Length + "," + alg.BlockSize + "," + alg.Mode;"##, ##"16,128,CBC"##),
        (##"alg.GenerateKey(); alg.GenerateIV(); return alg.Key.Length + alg.IV.Length;"##, ##"48"##),
        (##"return SymmetricAlgorithm.Create("nothing") == null;"##, ##"True"##),
        (##"return Base64(new byte[0].Encrypt(alg).Decrypt(alg));"##, ##""##),
    ])
    func encryptsAndDecrypts(source: String, result: String) throws {
        #expect(try evaluate(Self.setup + source, form: .block).invariantText == result)
    }

    @Test(arguments: [
        (##"alg.Key = new byte[5];"##, ##"Specified key is not a valid size for this algorithm."##),
        (
            ##"alg.IV = new byte[5];"##,
            ##"Specified initialization vector (IV) does not match the block size for this algorithm."##
        ),
        (##"alg.KeySize = 64;"##, ##"Specified key size is not valid for this algorithm."##),
        (##"alg.Mode = CipherMode.CTS;"##, ##"Specified cipher mode is not valid for this algorithm."##),
        (##"new byte[15].Decrypt(alg);"##, ##"Length of the data to decrypt is invalid."##),
        (
            ##"alg.Padding = PaddingMode.None; new byte[15].Encrypt(alg);"##,
            ##"Length of the data to encrypt is invalid."##
        ),
        (##"new byte[16].Decrypt(alg);"##, ##"Padding is invalid and cannot be removed."##),
    ])
    func saysWhatDoesNotFit(source: String, message: String) {
        let error = #expect(throws: ExpressionError.self) {
            try evaluate(Self.setup + source + " return 0;", form: .block)
        }
        #expect(error?.exception == .cryptographic)
        #expect(error?.message == message)
    }

    @Test func refusesOtherAlgorithms() {
        let error = #expect(throws: ExpressionError.self) {
            try evaluate("new byte[8].Encrypt(\"TripleDES\", new byte[24], new byte[8])")
        }
        #expect(error?.code == .unsupported)
    }
}
