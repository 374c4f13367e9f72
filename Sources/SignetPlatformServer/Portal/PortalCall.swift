// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import SignetPlatform

/// A request of somebody who is signed in.
struct PortalCall: Sendable {
    let request: PlatformRequest
    /// The segments behind `/portal`.
    let segments: [String]
    let form: PortalForm
    let session: PortalSession
    let portal: Portal
    let now: Date

    var client: PortalClient { self.portal.client }
    var isPost: Bool { self.request.method == "POST" }

    func answer() async throws -> PlatformResponse {
        switch self.segments.first {
        case .none: return PortalAnswer.redirect("/portal/overview")
        case "overview" where self.segments.count == 1: return try await overview()
        case "people": return try await people(Array(self.segments.dropFirst()))
        case "applications": return try await applications(Array(self.segments.dropFirst()))
        case "vault": return try await vault(Array(self.segments.dropFirst()))
        case "sign-ins" where self.segments.count <= 2: return try await signIns(self.segments.dropFirst().first)
        case "inspector" where self.segments.count == 1: return try await inspector()
        case "expiry" where self.segments.count == 1: return try await expiry()
        default: return missing()
        }
    }

    /// A parameter of the query.
    func query(_ name: String) -> String? {
        (try? FormParameters(Array((self.request.query ?? "").utf8)))?[name]
    }

    /// Shows a page inside the frame of all pages.
    func page(
        _ template: String,
        _ title: String,
        _ content: [String: Any],
        active: String,
        status: Int = 200
    ) -> PlatformResponse {
        var content = content
        content["formToken"] = self.session.formToken
        content["who"] = self.session.person?.userPrincipalName ?? "administrator application"
        if let notice = PortalNotice.text(query("done")) { content["notice"] = notice }
        return PortalAnswer.page(
            self.portal.renderer.page(template, title: title, content: content, active: active),
            status: status
        )
    }

    /// Sends the browser on after a change, with a notice from the list of notices.
    func done(_ path: String, _ notice: PortalNotice) -> PlatformResponse {
        PortalAnswer.redirect("\(path)?done=\(notice.rawValue)")
    }

    func missing() -> PlatformResponse {
        page("message", "Not found", ["text": "There is no such page."], active: "", status: 404)
    }

    /// Says what Graph or the vault refused, in its words.
    func failure(_ failure: PortalClient.Failure) -> PlatformResponse {
        let status = (400..<500).contains(failure.status) ? failure.status : 502
        return page(
            "message",
            "That did not work",
            ["text": failure.message, "code": failure.code],
            active: self.segments.first ?? "",
            status: status == 401 ? 502 : status
        )
    }
}

/// What a page says after a change; the address carries the name, never the text.
enum PortalNotice: String, Sendable {
    case created, deleted, uploaded, removed, saved, recovered, purged, renewed, signedOut

    static func text(_ name: String?) -> String? {
        switch name.flatMap(PortalNotice.init(rawValue:)) {
        case .none: nil
        case .created: "Created."
        case .deleted: "Deleted."
        case .uploaded: "The certificate is registered."
        case .removed: "Removed."
        case .saved: "Saved."
        case .recovered: "Recovered."
        case .purged: "Purged for good."
        case .renewed: "There is a new version."
        case .signedOut: "All sessions have ended."
        }
    }
}
