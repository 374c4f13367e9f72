// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The enumerations that expressions may use.
enum EnumerationCatalogue {
    /// The values of each enumeration.
    static let values: [String: [String: Int32]] = [
        "StringComparison": [
            "CurrentCulture": 0, "CurrentCultureIgnoreCase": 1, "InvariantCulture": 2, "InvariantCultureIgnoreCase": 3,
            "Ordinal": 4, "OrdinalIgnoreCase": 5,
        ],
        "StringSplitOptions": ["None": 0, "RemoveEmptyEntries": 1],
        "RegexOptions": [
            "None": 0, "IgnoreCase": 1, "Multiline": 2, "ExplicitCapture": 4, "Compiled": 8, "Singleline": 16,
            "IgnorePatternWhitespace": 32, "RightToLeft": 64, "ECMAScript": 256, "CultureInvariant": 512,
        ],
        "MidpointRounding": ["ToEven": 0, "AwayFromZero": 1],
        "UriPartial": ["Scheme": 0, "Authority": 1, "Path": 2, "Query": 3],
        "UriKind": ["RelativeOrAbsolute": 0, "Absolute": 1, "Relative": 2],
        "CipherMode": ["CBC": 1, "ECB": 2, "OFB": 3, "CFB": 4, "CTS": 5],
        "PaddingMode": ["None": 1, "PKCS7": 2, "Zeros": 3, "ANSIX923": 4, "ISO10126": 5],
        "X509ContentType": [
            "Unknown": 0, "Cert": 1, "SerializedCert": 2, "Pfx": 3, "Pkcs12": 3, "SerializedStore": 4, "Pkcs7": 5,
            "Authenticode": 6,
        ],
        "X509NameType": [
            "SimpleName": 0, "EmailName": 1, "UpnName": 2, "DnsName": 3, "DnsFromAlternativeName": 4, "UrlName": 5,
        ],
        "XmlNodeType": [
            "None": 0, "Element": 1, "Attribute": 2, "Text": 3, "CDATA": 4, "ProcessingInstruction": 7, "Comment": 8,
            "Document": 9, "DocumentType": 10, "Whitespace": 13, "SignificantWhitespace": 14, "EndElement": 15,
        ],
        "SaveOptions": ["None": 0, "DisableFormatting": 1, "OmitDuplicateNamespaces": 2],
        "LoadOptions": ["None": 0, "PreserveWhitespace": 1, "SetBaseUri": 2, "SetLineInfo": 4],
        "AddressFamily": ["InterNetwork": 2, "InterNetworkV6": 23],
        "ProductState": ["NotPublished": 0, "Published": 1],
        "BackendType": ["Single": 0, "Pool": 1],
        "Formatting": ["None": 0, "Indented": 1],
        "JTokenType": [
            "None": 0, "Object": 1, "Array": 2, "Constructor": 3, "Property": 4, "Comment": 5, "Integer": 6, "Float": 7,
            "String": 8, "Boolean": 9, "Null": 10, "Undefined": 11, "Date": 12, "Raw": 13, "Bytes": 14, "Guid": 15,
            "Uri": 16, "TimeSpan": 17,
        ],
        "DayOfWeek": [
            "Sunday": 0, "Monday": 1, "Tuesday": 2, "Wednesday": 3, "Thursday": 4, "Friday": 5, "Saturday": 6,
        ],
        "DateTimeKind": ["Unspecified": 0, "Utc": 1, "Local": 2],
        "Base64FormattingOptions": ["None": 0, "InsertLineBreaks": 1],
    ]
}
