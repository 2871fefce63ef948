#!/usr/bin/env bash
# Runs all tests. Installs what they need where apt-get is at hand; needs Swift 6.2 or newer.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(libxml2-dev libidn2-dev zlib1g-dev pkg-config)
if command -v apt-get >/dev/null; then
  if ! dpkg -s "${packages[@]}" >/dev/null 2>&1; then
    root=(); [ "$(id -u)" -eq 0 ] || root=(sudo)
    "${root[@]}" apt-get update
    "${root[@]}" apt-get install -y "${packages[@]}"
  fi
else
  echo "No apt-get here. Install libxml2, libidn2 and zlib with their headers if the build asks for them."
fi

swift format lint --strict -r Sources Tests Package.swift
swift test -c release
