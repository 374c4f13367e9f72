#!/usr/bin/env bash
# Builds the documentation of the credential library from the debug build; a warning is an error.
#
# usage: docs.sh            writes .build/documentation
#        docs.sh --prove    also plants a broken link and sees the build fail
#
# The symbols come from the modules that `swift build` has made, so this takes seconds.
set -euo pipefail
cd "$(dirname "$0")/.."
catalogue=Sources/SignetCredentials/Documentation.docc
symbols=.build/symbols
rm -rf "$symbols" && mkdir -p "$symbols"
flags=(-I .build/debug/Modules -target "$(swift -print-target-info | python3 -c 'import json, sys; print(json.load(sys.stdin)["target"]["triple"])')")
while IFS= read -r map; do flags+=(-Xcc "-fmodule-map-file=$map"); done < <(find .build/debug/ -maxdepth 2 -name module.modulemap)
while IFS= read -r directory; do flags+=(-Xcc "-I$directory"); done < <(find .build/checkouts -type d -name include)
for module in SignetCredentials SignetCertificates SignetAssertions SignetCore SignetTesting; do
    swift symbolgraph-extract -module-name "$module" "${flags[@]}" -minimum-access-level public -skip-inherited-docs \
        -output-dir "$symbols"
done

# What a page shows compiles.
snippets=.build/snippets/Snippets.swift
check() {
    scripts/snippets.py "$snippets" "$@"
    swiftc -typecheck -suppress-warnings -swift-version 6 -parse-as-library "${flags[@]}" "$snippets"
}
check README.md "$catalogue"/*.md

convert() {
    docc convert "$1" --additional-symbol-graph-dir "$symbols" --fallback-display-name SignetCredentials \
        --fallback-bundle-identifier signet.credentials --warnings-as-errors --output-path "$2"
}
convert "$catalogue" .build/documentation
if [ "${1:-}" = --prove ]; then
    planted=$(mktemp -d)
    trap 'rm -rf "$planted"' EXIT
    cp -R "$catalogue" "$planted/Documentation.docc"
    printf '\nSee ``NoSuchTypeAnywhere``.\n' >>"$planted/Documentation.docc/SignetCredentials.md"
    if convert "$planted/Documentation.docc" "$planted/out" >/dev/null 2>&1; then
        echo "docs: a broken link was not found" >&2
        exit 1
    fi
    echo "docs: fails as it should on a broken link"
    printf '\n```swift\nlet token: Int = try await noSuchCredential.token()\n```\n' >"$planted/Planted.md"
    if check "$planted/Planted.md" >/dev/null 2>&1; then
        echo "docs: code that does not compile was not found" >&2
        exit 1
    fi
    echo "docs: fails as it should on code that does not compile"
fi
