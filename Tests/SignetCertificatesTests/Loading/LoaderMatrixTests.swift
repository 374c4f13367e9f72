// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCertificates
import SignetCore
import Testing

@Suite(.enabled(if: Tool.areJudgesPresent || Tool.isRequired, "openssl and Python's cryptography make the files"))
struct LoaderMatrixTests {
    @Test func makesEveryFileOfTheMatrix() {
        #expect(Fixtures.failure == nil)
        #expect(Fixtures.cells.count > 250)
    }

    @Test(.enabled(if: Tool.keytool != nil || Tool.isRequired, "keytool makes the Java keystores"))
    func coversJavaKeystores() {
        #expect(Fixtures.cells.filter { $0.file.hasPrefix("java") }.count == 6)
    }

    @Test(arguments: Fixtures.cells)
    func loadsOrRefuses(cell: Fixtures.Cell) throws {
        let result = Result { () throws(CertificateError) in
            try ClientCertificate(path: cell.path, password: cell.secret, selecting: cell.selection)
        }
        switch result {
        case .success(let certificate):
            #expect(cell.error == nil, "loaded, but \(cell.error ?? "") was to come")
            #expect(certificate.privateKey.kind.description == cell.kind)
            #expect(certificate.sha1Thumbprint.hexadecimal == cell.sha1)
            #expect(certificate.derChain.count == cell.chain)
            #expect(certificate.chain.count == cell.parsed)
            let bundle = try CertificateBundle(path: cell.path, password: cell.secret)
            #expect(bundle.format.description == cell.format)
        case .failure(let error):
            #expect(error.code.description == cell.error, "\(error)")
            #expect(error.message.contains(cell.path), "the message names the file")
            if let password = cell.password, password.count > 5 { #expect(!"\(error)".contains(password)) }
        }
    }
}
