#!/usr/bin/env bash
# Builds autotag, fetches the peers and the corpus (Debian only), measures. See bench.py.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(libxml2-dev libidn2-dev libpcre2-dev zlib1g-dev pkg-config python3-venv gcc libc6-dev ripgrep)
if ! dpkg -s "${packages[@]}" >/dev/null 2>&1; then
  root=(); [ "$(id -u)" -eq 0 ] || root=(sudo)
  "${root[@]}" apt-get update
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"
fi

tools=$PWD/.build/bench
mkdir -p "$tools"
[ -d "$tools/venv" ] || python3 -m venv "$tools/venv"
"$tools/venv/bin/pip" install --quiet --disable-pip-version-check python-lolhtml==0.1.0
gcc -O2 -o "$tools/read_write" Benchmarks/peers/read_write.c
gcc -O2 -o "$tools/measure" Benchmarks/measure.c
swift build -c release --product autotag
python3 Benchmarks/bench.py --tools "$tools" "$@"
