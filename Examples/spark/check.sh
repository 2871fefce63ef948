#!/usr/bin/env bash
# Runs check.py with the packages that it needs in .build/spark; AUTOTAG names the program to try.
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! command -v java >/dev/null; then
  echo "Spark: left out, as there is no Java here; it wants Java 17."
  exit 0
fi

packages=.build/spark/packages
if ! cmp -s Examples/spark/requirements.txt "$packages/installed.txt"; then
  python3 -m venv --clear "$packages"
  "$packages/bin/pip" install --quiet --disable-pip-version-check -r Examples/spark/requirements.txt
  cp Examples/spark/requirements.txt "$packages/installed.txt"
fi
"$packages/bin/python" Examples/spark/check.py
