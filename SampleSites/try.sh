#!/usr/bin/env bash
# Builds autotag and tags a sample site: seed by default, or the one named. Installs what the build needs where
# apt-get is at hand; needs Swift 6.2 or newer. Writes to .build/tagged/ and nowhere else.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(libxml2-dev libidn2-dev libpcre2-dev libyaml-dev zlib1g-dev pkg-config)
if command -v apt-get >/dev/null; then
  if ! dpkg -s "${packages[@]}" >/dev/null 2>&1; then
    root=(); [ "$(id -u)" -eq 0 ] || root=(sudo)
    "${root[@]}" apt-get update
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"
  fi
fi

site=${1:-seed}
# Not optimised: that takes a third of the time, and the sample sites are small.
swift build --product autotag
autotag=.build/debug/autotag
(set -x; "$autotag" rewrite "SampleSites/$site" --output ".build/tagged/$site" --diff)
