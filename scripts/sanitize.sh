#!/usr/bin/env bash
# Runs the Swift tests under the thread sanitizer, over a copy of the tree in which every mutex is one that the sanitizer knows.
#
# usage: sanitize.sh [FILTER]      a report of the sanitizer ends the run with an error
#
# Builds every dependency once more, instrumented: some ten minutes on two cores. Not part of `make test`.
set -euo pipefail
cd "$(dirname "$0")/.."
tree=.build/sanitizer/signet
mkdir -p "$tree"
rsync --archive --delete --exclude .build --exclude .git ./ "$tree/" 2>/dev/null ||
    { rm -rf "${tree:?}"/{Sources,Tests} && cp -R Package.swift Sources Tests "$tree/"; }
cp scripts/sanitizer/ThreadSanitizerMutex.swift "$tree/Sources/SignetCore/ThreadSanitizerMutex.swift"
grep --recursive --files-with-matches --include '*.swift' 'Mutex[<(]' "$tree/Sources" "$tree/Tests" | while IFS= read -r file; do
    case "$file" in */ThreadSanitizerMutex.swift) continue ;; esac
    sed -i -E 's/\bMutex([<(])/ThreadSanitizerMutex\1/g' "$file"
    grep -qE '^(public |package )?import SignetCore$' "$file" || case "$file" in
        */SignetCore/*) ;;
        *) sed -i '0,/^import Synchronization$/s//import SignetCore\nimport Synchronization/' "$file" ;;
    esac
done
export TSAN_OPTIONS=halt_on_error=0:exitcode=66
swift test --package-path "$tree" --scratch-path .build/sanitizer/build --sanitize=thread ${1:+--filter "$1"}
