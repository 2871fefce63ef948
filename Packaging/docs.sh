#!/usr/bin/env bash
# Builds the documentation of the library into .build/documentation, and fails on any warning.
# Look at it with: docc preview, or python3 -m http.server -d .build/documentation
set -euo pipefail
cd "$(dirname "$0")/.."

graphs=.build/documentation-graphs
# The graphs stay: a build that has nothing to do makes none.
rm -rf .build/documentation
mkdir -p "$graphs"
swift build --target AutoTag -Xswiftc -emit-symbol-graph -Xswiftc -emit-symbol-graph-dir -Xswiftc "$PWD/$graphs" \
  -Xswiftc -symbol-graph-minimum-access-level -Xswiftc public --scratch-path .build/documentation-build
# Of the modules below the library nothing is public.
find "$graphs" -type f ! -name 'AutoTag.symbols.json' -delete
docc=$(command -v docc || echo "$(dirname "$(readlink -f "$(command -v swift)")")/docc")
"$docc" convert Sources/AutoTag/AutoTag.docc --additional-symbol-graph-dir "$graphs" --output-path .build/documentation \
  --fallback-bundle-identifier autotag.AutoTag --fallback-display-name AutoTag --warnings-as-errors \
  --transform-for-static-hosting --hosting-base-path /
