// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// One of Microsoft's clouds, with every host by which its token service is known.
///
/// What instance discovery would say, so that nobody needs to ask.
struct Cloud: Sendable {
    /// The hosts; the first is the one that Microsoft wants to be asked.
    let hosts: [String]

    /// Microsoft's public cloud; its regional token services have one domain for all four names.
    static let global = Cloud(hosts: [
        "login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net",
    ])

    /// All clouds.
    static let all = [
        global,
        Cloud(hosts: ["login.partner.microsoftonline.cn", "login.chinacloudapi.cn"]),
        Cloud(hosts: ["login.microsoftonline.us", "login.usgovcloudapi.net"]),
        Cloud(hosts: ["login-us.microsoftonline.com"]),
        Cloud(hosts: ["login.microsoftonline.de"]),
        Cloud(hosts: ["login.sovcloud-identity.fr"]),
        Cloud(hosts: ["login.sovcloud-identity.de"]),
        Cloud(hosts: ["login.sovcloud-identity.sg"]),
    ]

    /// The cloud to which a host belongs.
    static func of(host: String) -> Cloud? {
        self.all.first { $0.hosts.contains(host) }
    }
}

extension Authority {
    /// The sovereign cloud of Bleu in France.
    public static let franceSovereign = Authority(trusted: "https://login.sovcloud-identity.fr")
    /// The sovereign cloud of Delos in Germany.
    public static let germanySovereign = Authority(trusted: "https://login.sovcloud-identity.de")
    /// The sovereign cloud of the government of Singapore.
    public static let singaporeSovereign = Authority(trusted: "https://login.sovcloud-identity.sg")

    /// The hosts under which the same token service is known, its own among them; only its own for an unknown one.
    public var aliases: [String] { Cloud.of(host: self.host)?.hosts ?? [self.host] }

    /// Whether the host is one of Microsoft's own, so that it needs no discovery.
    public var isWellKnown: Bool { Cloud.of(host: self.host) != nil }

    /// Whether the host is this machine.
    var isLoopback: Bool {
        let name = self.hostWithoutPort
        return name == "localhost" || name.hasSuffix(".localhost") || name == "[::1]"
            || (name.hasPrefix("127.")
                && name.dropFirst(4).utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) })
    }
}
