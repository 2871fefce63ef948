#!/usr/bin/env bash
# Builds autotag as its users do, fetches DuckDB, measures. See conversions.py.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=$PWD/.build/bench
mkdir -p "$tools"
[ -d "$tools/venv" ] || python3 -m venv "$tools/venv"
"$tools/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.1
gcc -O2 -o "$tools/measure" Benchmarks/measure.c
swift build -c release --static-swift-stdlib --product autotag
python3 Benchmarks/conversions.py --tools "$tools" "$@"
