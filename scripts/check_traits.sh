#!/usr/bin/env bash
# A library user who writes `traits: []` must not even resolve what only the programs need.
#
# usage: check_traits.sh     exits 1 where a program's package is in the user's graph
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
user=$(mktemp -d)
trap 'rm -rf "$user"' EXIT
mkdir -p "$user/Sources/User"
cat >"$user/Package.swift" <<MANIFEST
// swift-tools-version: 6.2
import PackageDescription
let package = Package(
    name: "user", platforms: [.macOS(.v15)],
    dependencies: [.package(name: "signet", path: "$root", traits: [])],
    targets: [.target(name: "User", dependencies: [.product(name: "SignetCredentials", package: "signet")])])
MANIFEST
echo 'import SignetCredentials' >"$user/Sources/User/User.swift"
graph=$(cd "$user" && swift package show-dependencies --format flatlist 2>/dev/null)
status=0
# swift-service-lifecycle is not in the list: the dependencies of async-http-client bring it along.
for package in hummingbird grdb.swift yams swift-argument-parser swift-mustache; do
    if grep -qix "$package" <<<"$graph"; then
        echo "check_traits: $package is resolved for a user with traits: []" >&2
        status=1
    fi
done
grep -qix swift-certificates <<<"$graph" || { echo "check_traits: the graph could not be read: $graph" >&2; status=1; }
exit $status
