// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Where the parts of a certificate are that .NET's `X509Certificate2` tells of (RFC 5280, §4.1).
struct CertificateStructure {
    /// The `SubjectPublicKeyInfo`, as DER.
    let publicKeyInfo: [UInt8]
    /// The bits of the public key alone.
    let publicKey: [UInt8]
    /// The algorithm of the public key and that of the signature, as dotted numbers.
    let keyAlgorithm: String
    let signatureAlgorithm: String

    init?(_ der: [UInt8]) {
        guard let certificate = DERItem(der, 0), let whole = certificate.items(of: der), whole.count == 3,
            var fields = whole[0].items(of: der), let first = fields.first
        else { return nil }
        if first.tag == 0xA0 { fields.removeFirst() }
        guard fields.count >= 6, let key = fields[5].items(of: der), key.count == 2, key[1].tag == 0x03,
            let algorithm = key[0].items(of: der)?.first?.identifier(in: der),
            let signature = whole[1].items(of: der)?.first?.identifier(in: der), !key[1].content.isEmpty
        else { return nil }
        self.publicKeyInfo = Array(der[fields[5].whole])
        self.publicKey = Array(der[key[1].content.dropFirst()])
        self.keyAlgorithm = algorithm
        self.signatureAlgorithm = signature
    }
}

/// A value of DER: its tag and where it stands.
private struct DERItem {
    let tag: UInt8
    let whole: Range<Int>
    let content: Range<Int>

    /// The value at a place; `nil` where none stands whole.
    init?(_ bytes: [UInt8], _ start: Int, end limit: Int? = nil) {
        let limit = limit ?? bytes.count
        guard start + 2 <= limit else { return nil }
        var length = Int(bytes[start + 1])
        var begin = start + 2
        if length >= 0x80 {
            let count = length & 0x7F
            guard 1...3 ~= count, begin + count <= limit else { return nil }
            length = bytes[begin..<begin + count].reduce(0) { $0 << 8 | Int($1) }
            begin += count
        }
        guard begin + length <= limit else { return nil }
        self.tag = bytes[start]
        self.whole = start..<begin + length
        self.content = begin..<begin + length
    }

    /// The values in a sequence.
    func items(of bytes: [UInt8]) -> [DERItem]? {
        guard self.tag == 0x30 else { return nil }
        var items: [DERItem] = []
        var place = self.content.lowerBound
        while place < self.content.upperBound, items.count < 64 {
            guard let item = DERItem(bytes, place, end: self.content.upperBound) else { return nil }
            items.append(item)
            place = item.whole.upperBound
        }
        return items
    }

    /// An object identifier as dotted numbers.
    func identifier(in bytes: [UInt8]) -> String? {
        guard self.tag == 0x06, let first = bytes[self.content].first, self.content.count <= 32 else { return nil }
        var numbers = [min(Int(first) / 40, 2)]
        numbers.append(Int(first) - numbers[0] * 40)
        var number = 0
        for byte in bytes[self.content].dropFirst() {
            guard number < 1 << 48 else { return nil }
            number = number << 7 | Int(byte & 0x7F)
            guard byte & 0x80 == 0 else { continue }
            numbers.append(number)
            number = 0
        }
        return numbers.map(String.init).joined(separator: ".")
    }
}
