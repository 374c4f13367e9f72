// swift-tools-version: 6.2

import PackageDescription

// The parsers under hostile input. `make fuzz ONLY=document SECONDS=600` runs one under libFuzzer; `make test` runs the
// corpora, whole and mutated, without it. Findings become files of Corpus/<target>/.

// Some parsers are the house's own matter (`package` access): these targets count as part of the house, whose name is that of
// its folder, as the package manager spells it for the compiler.
let folder = Context.packageDirectory.split(separator: "/").dropLast().last ?? "signet"
let house = String(
    folder.lowercased().enumerated()
        .map { index, character in
            character == "_" || character.isLetter || (character.isNumber && index > 0) ? character : "_"
        }
)

let package = Package(
    name: "FuzzTesting",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "signet", path: "..")],
    targets: [
        .target(
            name: "FuzzTargets",
            dependencies: [
                .product(name: "SignetGateway", package: "signet"), .product(name: "SignetPlatform", package: "signet"),
            ],
            packageAccess: false,
            swiftSettings: [.unsafeFlags(["-package-name", house])]
        ),
        .testTarget(name: "FuzzTargetsTests", dependencies: ["FuzzTargets"]),
    ]
)

// libFuzzer brings its own `main`, so the program exists only where it is linked (`--sanitize fuzzer`).
if Context.environment["SIGNET_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "SignetFuzz",
            dependencies: ["FuzzTargets"],
            swiftSettings: [.unsafeFlags(["-parse-as-library"])]
        )
    )
}
