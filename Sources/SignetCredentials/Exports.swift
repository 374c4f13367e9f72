// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

// One import suffices for the author of a service: the certificate's source, a password as `SecretBytes`, the assertion
// that a closure returns and a test's clock all stand in the signatures of the credentials.
@_exported public import SignetAssertions
@_exported public import SignetCertificates
@_exported public import SignetCore
