// swift-tools-version: 6.2

import PackageDescription

// A package of its own, so that nobody who uses Signet resolves or builds it. `make bench` runs it.

let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "signet", path: ".."),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .executableTarget(
            name: "SignetBenchmarks",
            dependencies: [
                .product(name: "SignetCredentials", package: "signet"),
                .product(name: "SignetGatewayServer", package: "signet"),
                .product(name: "SignetPlatformServer", package: "signet"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        ),
        .executableTarget(
            name: "PolicyLanguage",
            dependencies: [.product(name: "SignetPolicies", package: "signet")],
            exclude: ["body.json"]
        ),
        .executableTarget(name: "SignIn", dependencies: [.product(name: "SignetCredentials", package: "signet")]),
    ]
)
