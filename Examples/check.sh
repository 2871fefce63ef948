#!/usr/bin/env bash
# Builds the example site generator, runs it, and compares what it prints and makes with what is expected; then runs the
# command through the package's plugin. Writes to .build/ and nowhere else.
set -euo pipefail
cd "$(dirname "$0")/SiteGenerator"

build=$PWD/../../.build/examples
site=$build/site
rm -rf "$site"
swift build --scratch-path "$build"
{
  "$(swift build --scratch-path "$build" --show-bin-path)/Generator" "$site"
  grep -rho 'href="[^"]*"' "$site/public" | sort
  swift package --scratch-path "$build" --allow-writing-to-package-directory autotag rewrite "$site/build" --dry-run --quiet && echo "plugin: done"
} | diff expected.txt -
