#!/usr/bin/env bash
# Runs parsers under libFuzzer, one after the other; a crash, a hang, too much memory or a broken promise ends the run.
#
# usage: fuzz.sh TARGET|"" SECONDS     TARGET is one of FuzzTesting/Corpus; without one, all of them
#
# Builds every dependency once more, instrumented: some ten minutes on two cores. What was tried stays in
# .build/fuzz-corpus/TARGET for the next run, findings go to .build/fuzz-findings; mend them and add the file to
# FuzzTesting/Corpus/TARGET, which runs in `make test`.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${2:-60}
targets=${1:-$(ls FuzzTesting/Corpus)}
for target in $targets; do
    [ -d "FuzzTesting/Corpus/$target" ] || { echo "fuzz: there is no target $target" >&2; exit 64; }
done
SIGNET_FUZZ=1 swift build --package-path FuzzTesting --scratch-path .build/fuzz --sanitize fuzzer -Xswiftc -O --product SignetFuzz
mkdir -p .build/fuzz-findings
for target in $targets; do
    mkdir -p ".build/fuzz-corpus/$target"
    echo "fuzz: $target for $seconds s"
    SIGNET_FUZZ=$target SWIFT_BACKTRACE=enable=no nice .build/fuzz/debug/SignetFuzz \
        -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=4096 -print_final_stats=1 \
        -artifact_prefix=".build/fuzz-findings/$target-" ".build/fuzz-corpus/$target" "FuzzTesting/Corpus/$target"
done
