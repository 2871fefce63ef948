#!/usr/bin/env bash
# Runs all tests. Installs what they need where apt-get is at hand; needs Swift 6.2 or newer.
set -euo pipefail
cd "$(dirname "$0")/.."

# What the build needs, then what the tests compare with.
packages=(libxml2-dev libidn2-dev libpcre2-dev libyaml-dev zlib1g-dev pkg-config)
packages+=(python3-venv golang-golang-x-net-dev hugo jekyll chromium util-linux git patch apache2-bin nginx-light)
packages+=(openssl libcurl4 caddy libarchive-tools golang-go openjdk-17-jre-headless parallel)
root=(); [ "$(id -u)" -eq 0 ] || root=(sudo)
if command -v apt-get >/dev/null; then
  if ! dpkg -s "${packages[@]}" >/dev/null 2>&1; then
    "${root[@]}" apt-get update
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"
  fi
else
  echo "No apt-get here. Install libxml2, libidn2, libpcre2, libyaml and zlib with their headers if the build asks for them."
fi

oracles=.build/oracles
requirements=(Tests/Oracles/requirements.txt Tests/Oracles/requirements-alone.txt)
if ! cat "${requirements[@]}" | cmp -s - "$oracles/installed.txt"; then
  python3 -m venv --clear "$oracles"
  "$oracles/bin/pip" install --quiet --disable-pip-version-check -r "${requirements[0]}"
  # Packages of which a file is used that needs nothing of what they depend on.
  "$oracles/bin/pip" install --quiet --disable-pip-version-check --no-deps -r "${requirements[1]}"
  cat "${requirements[@]}" >"$oracles/installed.txt"
fi

# Real pages to test with.
corpus=.build/corpus
if command -v apt-get >/dev/null && ! cmp -s Tests/Oracles/corpus.txt "$corpus/installed.txt"; then
  rm -rf "$corpus"
  mkdir -p "$corpus/packages"
  mapfile -t corpus_packages <Tests/Oracles/corpus.txt
  download() { (cd "$corpus/packages" && apt-get download "${corpus_packages[@]}"); }
  # Old package lists name versions that are gone.
  download || { "${root[@]}" apt-get update && download; }
  for package in "$corpus"/packages/*.deb; do
    name=$(basename "$package")
    dpkg -x "$package" "$corpus/${name%%_*}"
  done
  rm -r "$corpus/packages"
  cp Tests/Oracles/corpus.txt "$corpus/installed.txt"
fi

swift format lint --strict -r Sources Tests Examples Benchmarks/Instructions Package.swift
swift test -c release
bash Examples/check.sh
bash Examples/spark/check.sh
bash Packaging/docs.sh
