#!/usr/bin/env bash
# Builds the benchmarks in release and runs them; prints a table and writes .build/bench.json.
#
# usage: bench.sh [GROUP]     assertion, cache, callers, clients, start, pfx, expressions, reader, gateway, gateway-soak, platform
#
# They are built as `make release` builds the program.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/prepare.sh .build/venv
command -v wrk >/dev/null || {
    if [ "$(id -u)" -eq 0 ]; then apt-get install --yes -q wrk >/dev/null; else echo "bench: install wrk: sudo apt-get install wrk" >&2; exit 1; fi
}
# The platform's peer; without it its rows are left out.
case "${1:-platform}" in platform)
    command -v glewlwyd >/dev/null || { [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null &&
        DEBIAN_FRONTEND=noninteractive apt-get install --yes -q --no-install-recommends glewlwyd >/dev/null; } || true ;;
esac
# The gateway's peers beside nginx; without one its rows are left out.
case "${1:-gateway}" in gateway)
    for peer in haproxy caddy; do
        command -v "$peer" >/dev/null || { [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null &&
            DEBIAN_FRONTEND=noninteractive apt-get install --yes -q --no-install-recommends "$peer" >/dev/null; } || true
    done ;;
esac
scripts/release.sh --package-path Benchmarks --scratch-path .build/bench
exec .build/venv/bin/python scripts/bench.py .build/bench/release/SignetBenchmarks "$@"
