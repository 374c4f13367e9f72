// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Which tables a type's members stand in.
enum LibraryIndex {
    static let tables: [String: [@Sendable () -> LibraryTable]] = {
        var tables: [String: [@Sendable () -> LibraryTable]] = [
            "Regex": [RegexLibrary.regex], "Capture": [RegexLibrary.capture], "Group": [RegexLibrary.group],
            "Match": [RegexLibrary.match], "Math": [MathLibrary.table], "Convert": [ConvertLibrary.table],
            "char": [CharacterLibrary.table], "bool": [NumberLibrary.bool], "DateTime": [DateLibrary.table],
            "TimeSpan": [DurationLibrary.table], "DateTimeOffset": [DateOffsetLibrary.table],
            "Random": [RandomLibrary.table], "TimeZoneInfo": [TimeZoneLibrary.table],
            "BitConverter": [BitConverterLibrary.table], "Enum": [EnumerationLibrary.table],
            "StringBuilder": [StringBuilderLibrary.table], "StringReader": [StringBuilderLibrary.reader],
            "StringWriter": [StringBuilderLibrary.writer], "StringComparer": [StringComparerLibrary.table],
            "Uri": [UriLibrary.table], "IPAddress": [UriLibrary.address], "Exception": [ExceptionLibrary.table],
            "string": [StringConstructors.table, TokenLibrary.table], "Guid": [GuidLibrary.table],
            "Array": [ArrayLibrary.table],
            "IUrl": [UriLibrary.url], "byte[]": [CipherLibrary.table],
            "SymmetricAlgorithm": [CipherLibrary.algorithm],
            "HashAlgorithm": [HashLibrary.algorithm], "KeyedHashAlgorithm": [HashLibrary.keyed],
            "RNGCryptoServiceProvider": [HashLibrary.random], "HashAlgorithmName": [SignatureLibrary.names],
            "RSASignaturePadding": [SignatureLibrary.signaturePadding],
            "RSAEncryptionPadding": [SignatureLibrary.encryptionPadding], "RSA": [SignatureLibrary.rsa],
            "X509Certificate2": [SignatureLibrary.certificate],
            "RSACertificateExtensions": [SignatureLibrary.extensions],
            "Oid": [ObjectIdentifierLibrary.table], "PublicKey": [PublicKeyLibrary.key],
            "X500DistinguishedName": [PublicKeyLibrary.distinguishedName],
            "TimeZone": [TimeZoneRuleLibrary.zone], "AdjustmentRule": [TimeZoneRuleLibrary.rules],
            "TransitionTime": [TimeZoneRuleLibrary.transitions],
        ]
        for (name, element) in [
            ("MatchCollection", "Match"), ("GroupCollection", "Group"), ("CaptureCollection", "Capture"),
        ] {
            tables[name] = [{ RegexLibrary.collection(name, element) }]
        }
        for type in NumberLibrary.types { tables[type.name] = [{ NumberLibrary.table(type) }] }
        for name in HashLibrary.names { tables[name] = [{ HashLibrary.table(name) }] }
        for (name, table) in XMLLibrary.tables { tables[name] = [table] }
        return tables
    }()
}
