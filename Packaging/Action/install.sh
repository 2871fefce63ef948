#!/usr/bin/env bash
# Puts a release's static program on the PATH of a GitHub job. The tarball is AUTOTAG_ARCHIVE, or is downloaded from the
# releases of the repository that the action is taken from; its checksum is compared in either case.
set -euo pipefail

fail() { echo "::error title=autotag::$1"; exit 1; }

[ "$(uname -s)" = Linux ] || fail "The action runs on Linux only: use runs-on: ubuntu-latest."
version=${AUTOTAG_VERSION#v}
if [ -z "$version" ]; then
  version=$(sed -n 's/.*current = "\(.*\)"/\1/p' "$GITHUB_ACTION_PATH/Sources/Configuration/Version.swift")
fi
folder=$RUNNER_TEMP/autotag
rm -rf "$folder"
mkdir -p "$folder"
if [ -n "${AUTOTAG_ARCHIVE:-}" ]; then
  [ -f "$AUTOTAG_ARCHIVE" ] || fail "The archive $AUTOTAG_ARCHIVE is not there."
  cp "$AUTOTAG_ARCHIVE" "$folder/"
  cp "$(dirname "$AUTOTAG_ARCHIVE")/SHA256SUMS" "$folder/" || fail "SHA256SUMS is not beside $AUTOTAG_ARCHIVE."
else
  name=autotag-$version-linux-$(uname -m).tar.gz
  from=${GITHUB_SERVER_URL:-https://github.com}/$GITHUB_ACTION_REPOSITORY/releases/download/v$version
  for file in "$name" SHA256SUMS; do
    curl --fail --silent --show-error --location --retry 3 --output "$folder/$file" "$from/$file" ||
      fail "$from/$file cannot be downloaded: is there a release $version for $(uname -m)?"
  done
fi
cd "$folder"
sha256sum --check --strict --ignore-missing --quiet SHA256SUMS || fail "The release's checksum is another than in SHA256SUMS."
tar -xzf autotag-*.tar.gz --strip-components 1
./autotag --version
echo "$folder" >>"$GITHUB_PATH"
