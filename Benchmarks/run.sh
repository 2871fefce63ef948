#!/usr/bin/env bash
# Builds autotag as its users do, fetches the peers and the corpus (Debian only), measures. See bench.py.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(libxml2-dev libidn2-dev libpcre2-dev libyaml-dev zlib1g-dev pkg-config python3 python3-venv gcc libc6-dev ripgrep)
python=(python-lolhtml==0.1.0)
if [[ " $* " != *" --quick "* ]]; then
  packages+=(nodejs node-htmlparser2 perl libhtml-parser-perl golang-go golang-golang-x-net-dev)
  python+=(selectolax==0.3.27 lxml==5.3.0 beautifulsoup4==4.12.3)
fi
if ! dpkg -s "${packages[@]}" >/dev/null 2>&1; then
  root=(); [ "$(id -u)" -eq 0 ] || root=(sudo)
  "${root[@]}" apt-get update
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"
fi

tools=$PWD/.build/bench
mkdir -p "$tools"
[ -d "$tools/venv" ] || python3 -m venv "$tools/venv"
"$tools/venv/bin/pip" install --quiet --disable-pip-version-check "${python[@]}"
gcc -O2 -o "$tools/read_write" Benchmarks/peers/read_write.c
gcc -O2 -o "$tools/measure" Benchmarks/measure.c
if [[ " $* " != *" --quick "* ]]; then
  GO111MODULE=off GOPATH=/usr/share/gocode go build -o "$tools/net_html" Benchmarks/peers/net_html_peer.go
fi
swift build -c release --static-swift-stdlib --product autotag
python3 Benchmarks/bench.py --tools "$tools" "$@"
