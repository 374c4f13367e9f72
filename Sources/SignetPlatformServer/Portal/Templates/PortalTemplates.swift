// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The pages' templates (Mustache) and their stylesheet.
enum PortalTemplates {
    /// All templates by name.
    static let all: [String: String] = [
        "frame": frame, "sign-in": signIn, "message": message, "overview": overview, "expiry": expiry, "chart": chart,
        "applications": applications, "application": application, "application-delete": applicationDelete,
        "certificates": certificates, "secrets": secrets, "federated": federated, "vault": vault, "secret": secret,
        "certificate": certificate, "sign-ins": signIns, "sign-in-entry": signInEntry, "inspector": inspector,
        "badge": badge, "people": people, "person": person, "person-delete": personDelete,
    ]

    static let style = palette + layout + controls + pieces
}
