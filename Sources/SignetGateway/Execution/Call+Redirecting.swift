// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetPolicies

// `follow-redirects`: the gateway goes where the backend points, and the caller hears of the last answer only.

extension Call {
    /// How often one request follows.
    private static let greatestRedirectCount = 10

    /// Points the request to where the backend's answer leads.
    ///
    /// - Returns: Whether the request is sent there; otherwise the answer stands as it is.
    func followsRedirect() throws(CallError) -> Bool {
        guard self.state.response.isRedirection, let step = self.forwardingStep,
            case .forwardRequest(let forward) = step.statement, !forward.neverFollowsRedirects,
            self.redirects < Self.greatestRedirectCount, try decision(forward.followRedirects, step),
            let location = self.state.response.values(of: "Location").first,
            let former = self.state.destination.service,
            let target = RedirectTarget(location, from: former, path: currentPath)
        else { return false }
        // Leaving TLS would show to everybody what was meant for one.
        guard !former.isTLS || target.service.isTLS else { return false }
        self.redirects += 1
        if target.service.authority != former.authority || target.service.isTLS != former.isTLS { leaveBackend() }
        self.state.destination.service = target.service
        self.state.destination.path = target.path
        self.state.destination.query = target.query
        for index in self.state.request.fields.indices where self.state.request.fields[index].name == .host {
            self.state.request.drop(at: index)
        }
        self.state.request.append("Host", target.service.authority)
        let method = self.state.destination.method ?? self.state.request.method
        if self.state.response.status == 303 && method != "HEAD" || self.state.response.status < 303 && method == "POST"
        {
            self.state.destination.method = "GET"
            self.state.requestBody = .written([])
            for name in ["Content-Type", "Content-Encoding", "Content-Language"] { self.state.request.remove(name) }
        }
        self.state.hasResponse = false
        return true
    }

    private var currentPath: String {
        let service = self.state.destination.service?.path ?? ""
        return service + (self.state.destination.path ?? self.state.request.text(self.state.destination.suffix))
    }

    /// What was meant for one server is not shown to another.
    private func leaveBackend() {
        for name in ["Authorization", "Cookie"] + (self.state.destination.backend?.headers.map(\.name) ?? []) {
            self.state.request.remove(name)
        }
        self.state.certificate = nil
        self.state.destination.backend = nil
        self.state.destination.member = nil
    }
}

/// Where an answer leads.
struct RedirectTarget {
    let service: ServiceURL
    let path: String
    let query: String

    /// Resolves what `Location` says (RFC 3986 §5.2); `nil` where it is no `http` or `https` URL.
    init?(_ location: String, from service: ServiceURL, path current: String) {
        let text = String(location.prefix { $0 != "#" })
        let scheme = service.isTLS ? "https:" : "http:"
        let origin: String
        var rest: Substring
        if text.lowercased().hasPrefix("http://") || text.lowercased().hasPrefix("https://") || text.hasPrefix("//") {
            let absolute = text.hasPrefix("//") ? scheme + text : text
            let marker = absolute.firstIndex(of: "/").map { absolute.index($0, offsetBy: 2) } ?? absolute.endIndex
            let end = absolute[marker...].firstIndex { $0 == "/" || $0 == "?" } ?? absolute.endIndex
            origin = String(absolute[..<end])
            rest = absolute[end...]
        } else {
            origin = "\(scheme)//\(service.authority)"
            if text.hasPrefix("/") {
                rest = text[...]
            } else if text.hasPrefix("?") {
                rest = (current + text)[...]
            } else {
                let folder = current.lastIndex(of: "/").map { current[...$0] } ?? "/"
                rest = (folder + text)[...]
            }
        }
        guard let target = try? ServiceURL(origin),
            rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        let path = rest.prefix { $0 != "?" }
        self.service = target
        self.path = Self.withoutDots(path.isEmpty ? "/" : String(path))
        self.query = String(rest.dropFirst(path.count + 1))
    }

    private static func withoutDots(_ path: String) -> String {
        var segments: [Substring] = []
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            switch part {
            case ".": if isLast { segments.append("") }
            case "..":
                _ = segments.popLast()
                if isLast { segments.append("") }
            default: segments.append(part)
            }
        }
        return "/" + segments.joined(separator: "/")
    }
}

extension MessageHead {
    /// Whether the status leads elsewhere.
    fileprivate var isRedirection: Bool {
        switch self.status {
        case 301, 302, 303, 307, 308: true
        default: false
        }
    }
}

extension ForwardRequest {
    /// Whether no expression decides it and the answer is no.
    var neverFollowsRedirects: Bool {
        if case .literal(false) = self.followRedirects { true } else { false }
    }
}
