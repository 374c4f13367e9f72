// swift-tools-version: 6.2

import PackageDescription

// Three wings (credentials, platform, gateway) on one ground floor: docs/architecture.md. Arrows only go down.

let settings: [SwiftSetting] = [
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
    .enableUpcomingFeature("ExistentialAny"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
    .enableUpcomingFeature("MemberImportVisibility"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
    .enableUpcomingFeature("InternalImportsByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0461-async-function-isolation.md
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0458-strict-memory-safety.md
    .strictMemorySafety(),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0480-swiftpm-warning-control.md
    .treatAllWarnings(as: .error),
    .treatWarning("ExplicitSendable", as: .error),
]

/// A product that only the programs (levels 4 to 6) need: a library user with `traits: []` does not even resolve its package.
func server(_ name: String, _ package: String) -> Target.Dependency {
    .product(name: name, package: package, condition: .when(traits: ["Server"]))
}

let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let tracing = Target.Dependency.product(name: "Tracing", package: "swift-distributed-tracing")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")

let package = Package(
    name: "signet",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "SignetCredentials", targets: ["SignetCredentials", "SignetAssertions", "SignetCertificates"]),
        .library(name: "SignetTesting", targets: ["SignetTesting"]),
        .library(name: "SignetPlatform", targets: ["SignetPlatform"]),
        .library(name: "SignetPlatformServer", targets: ["SignetPlatformServer", "SignetStorage"]),
        .library(name: "SignetPolicies", targets: ["SignetPolicies", "SignetExpressions", "SignetCore"]),
        .library(name: "SignetGateway", targets: ["SignetGateway"]),
        .library(name: "SignetGatewayServer", targets: ["SignetGatewayServer"]),
        .executable(name: "signet", targets: ["signet"]),
    ],
    traits: [
        .trait(name: "Server", description: "The programs: platform server, gateway server, command line."),
        .default(enabledTraits: ["Server"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.0"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    ],
    targets: [
        // Level 0
        .target(name: "SignetCore"),

        // Level 1
        .target(name: "SignetCertificates", dependencies: ["SignetCore", x509, asn1, crypto, cryptoExtras]),
        .target(name: "SignetExpressions", dependencies: ["SignetCore", crypto, cryptoExtras]),

        // Level 2
        .target(
            name: "SignetAssertions",
            dependencies: ["SignetCore", "SignetCertificates", x509, asn1, crypto, cryptoExtras]
        ),
        .target(name: "SignetPolicies", dependencies: ["SignetCore", "SignetExpressions"]),

        // Level 3
        .target(
            name: "SignetCredentials",
            dependencies: [
                "SignetCore", "SignetCertificates", "SignetAssertions", crypto, asyncHTTPClient, nioCore, nioHTTP1,
                nioSSL, logging, metrics, tracing, lifecycle,
            ]
        ),
        .target(
            name: "SignetPlatform",
            dependencies: [
                "SignetCore", "SignetCertificates", "SignetAssertions", x509, asn1, crypto, cryptoExtras, logging,
            ]
        ),
        .target(
            name: "SignetGateway",
            dependencies: [
                "SignetCore", "SignetCertificates", "SignetExpressions", "SignetAssertions", "SignetPolicies", crypto,
                cryptoExtras, x509, asn1, logging,
            ]
        ),

        // Level 4
        .target(
            name: "SignetStorage",
            dependencies: ["SignetCore", "SignetPlatform", server("GRDB", "GRDB.swift")]
        ),
        .target(
            name: "SignetPlatformServer",
            dependencies: [
                "SignetCore", "SignetCertificates", "SignetAssertions", "SignetPlatform", x509, asyncHTTPClient,
                nioCore, nioPosix, nioHTTP1, nioSSL, logging, lifecycle,
                server("HummingbirdCore", "hummingbird"), server("HummingbirdTLS", "hummingbird"),
                server("Mustache", "swift-mustache"), server("Yams", "Yams"),
            ]
        ),
        .target(
            name: "SignetGatewayServer",
            dependencies: [
                "SignetCore", "SignetCertificates", "SignetExpressions", "SignetPolicies", "SignetGateway",
                "SignetCredentials", crypto, nioCore, nioPosix, nioTLS, nioSSL, logging, lifecycle,
                server("Yams", "Yams"),
                server("NIOHTTP2", "swift-nio-http2"), server("NIOHPACK", "swift-nio-http2"),
            ]
        ),
        .target(
            name: "SignetTesting",
            dependencies: [
                "SignetCore", "SignetCertificates", "SignetAssertions", "SignetCredentials", "SignetPlatform", x509,
                crypto, cryptoExtras,
            ]
        ),

        // Level 5
        .target(
            name: "SignetCommands",
            dependencies: [
                "SignetCore", "SignetCertificates", "SignetExpressions", "SignetAssertions", "SignetPolicies",
                "SignetCredentials", "SignetPlatform", "SignetGateway", "SignetStorage", "SignetPlatformServer",
                "SignetGatewayServer", x509, cryptoExtras, asyncHTTPClient, nioCore, nioPosix, nioHTTP1, nioSSL,
                logging, lifecycle,
                server("UnixSignals", "swift-service-lifecycle"), server("ArgumentParser", "swift-argument-parser"),
            ]
        ),

        // Level 6
        .executableTarget(
            name: "signet",
            dependencies: ["SignetCommands", server("ArgumentParser", "swift-argument-parser")]
        ),

        .testTarget(
            name: "SignetGatewayTests",
            dependencies: [
                "SignetCore", "SignetCertificates", "SignetExpressions", "SignetPolicies", "SignetGateway",
            ]
        ),
        .testTarget(
            name: "SignetGatewayServerTests",
            dependencies: [
                "SignetCore", "SignetCertificates", "SignetCredentials", "SignetPolicies", "SignetGateway",
                "SignetGatewayServer", nioCore, nioPosix, nioSSL, logging, lifecycle,
                server("NIOHTTP2", "swift-nio-http2"), server("NIOHPACK", "swift-nio-http2"),
            ]
        ),
        .testTarget(
            name: "SignetTestingTests",
            dependencies: [
                "SignetCore", "SignetCertificates", "SignetAssertions", "SignetCredentials", "SignetPlatform",
                "SignetTesting", crypto, cryptoExtras,
            ]
        ),
        .testTarget(name: "SignetCoreTests", dependencies: ["SignetCore"]),
        .testTarget(name: "SignetExpressionsTests", dependencies: ["SignetCore", "SignetExpressions"]),
        .testTarget(name: "SignetPoliciesTests", dependencies: ["SignetCore", "SignetExpressions", "SignetPolicies"]),
        .testTarget(
            name: "SignetPlatformTests",
            dependencies: [
                "SignetCore", "SignetCertificates", "SignetAssertions", "SignetPlatform", x509, cryptoExtras,
            ]
        ),
        .testTarget(
            name: "SignetStorageTests",
            dependencies: ["SignetPlatform", "SignetStorage", server("GRDB", "GRDB.swift")]
        ),
        .testTarget(
            name: "SignetPlatformServerTests",
            dependencies: [
                "SignetCore", "SignetCertificates", "SignetAssertions", "SignetPlatform", "SignetStorage",
                "SignetPlatformServer", nioCore, nioHTTP1, logging, lifecycle,
            ],
            exclude: ["Judges/client.py"]
        ),
        .testTarget(
            name: "SignetCertificatesTests",
            dependencies: ["SignetCore", "SignetCertificates", x509, asn1, crypto],
            exclude: ["Loading/fixtures.py"]
        ),
        .testTarget(
            name: "SignetAssertionsTests",
            dependencies: ["SignetCore", "SignetCertificates", "SignetAssertions", cryptoExtras]
        ),
        .testTarget(
            name: "SignetCredentialsTests",
            dependencies: [
                "SignetCore", "SignetCertificates", "SignetAssertions", "SignetCredentials", "SignetTesting", crypto,
                cryptoExtras, asyncHTTPClient, nioCore, nioHTTP1, nioSSL, logging, metrics, tracing, lifecycle,
                .product(name: "MetricsTestKit", package: "swift-metrics"),
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
            ]
        ),
    ]
)

// `SIGNET_ONLY=SignetPolicies,SignetPoliciesTests swift test` leaves every other target out: a quick build of one floor.
if let only = Context.environment["SIGNET_ONLY"] {
    let kept = Set(only.split(separator: ",").map(String.init))
    package.targets.removeAll { !kept.contains($0.name) }
    for target in package.targets {
        target.dependencies.removeAll { dependency in
            guard case .byNameItem(let name, _) = dependency else { return false }
            return !kept.contains(name)
        }
    }
    package.products.removeAll()
}

for target in package.targets where target.type != .system {
    target.swiftSettings = settings
}
