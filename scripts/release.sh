#!/usr/bin/env bash
# Builds in release as Signet is shipped; further arguments go to `swift build`.
#
# Swift's libraries are linked in, so that the program needs none where it runs. It names none of its functions to others
# (`--no-export-dynamic`) and lists its relocations packed (`pack-relative-relocs`, glibc 2.36), which only LLVM's linker
# can: both would be read at every start and stay in memory, 7 MB of it. Exclusivity, which every test checks, is not
# checked: the data path gains 6 %. What each is worth is told in docs/performance.md.
set -euo pipefail
exec swift build --configuration release --static-swift-stdlib \
    -Xswiftc -enforce-exclusivity=unchecked -Xswiftc -use-ld=lld \
    -Xlinker -z -Xlinker pack-relative-relocs -Xlinker --no-export-dynamic "$@"
