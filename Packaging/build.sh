#!/usr/bin/env bash
# Makes a release: a Debian package, a tarball with a static program, their SBOM and their checksums.
#   bash Packaging/build.sh [--untagged] [FOLDER]
# FOLDER is .build/release-files where none is named. Needs Debian 12 and Swift 6.2 or newer; installs the rest.
# The bytes depend on the commit, on Swift and on Debian's packages alone; the SBOM has the versions of all.
# It compiles everything anew, for some minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
tagged=true
if [ "${1:-}" = --untagged ]; then tagged=false; shift; fi
mkdir -p "${1:-.build/release-files}"
out=$(cd "${1:-.build/release-files}" && pwd)

packages=(libxml2-dev libidn2-dev libunistring-dev libpcre2-dev libyaml-dev zlib1g-dev pkg-config)
packages+=(dpkg-dev gcc make libc6-dev libstdc++-12-dev patch python3 git xz-utils debian-archive-keyring)
root=(); [ "$(id -u)" -eq 0 ] || root=(sudo)
if ! dpkg -s "${packages[@]}" >/dev/null 2>&1; then
  "${root[@]}" apt-get update
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"
fi
command -v swift >/dev/null || { echo "build.sh: no swift here: install Swift 6.2 or newer, see swift.org" >&2; exit 1; }

version=$(sed -n 's/.*current = "\(.*\)"/\1/p' Sources/Configuration/Version.swift)
if $tagged; then
  if [ "$(git describe --tags --exact-match 2>/dev/null)" != "v$version" ] || [ -n "$(git status --porcelain)" ]; then
    echo "build.sh: a release is built from the tag v$version without changes (--untagged builds what is here)" >&2
    exit 1
  fi
fi
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
AUTOTAG_COMMIT=$(git rev-parse HEAD)
AUTOTAG_AUTHOR=$(git log -1 --format='%an <%ae>')
export SOURCE_DATE_EPOCH AUTOTAG_COMMIT AUTOTAG_AUTHOR LC_ALL=C.UTF-8 TZ=UTC
umask 022

# Swift writes the length of a source's path into the program, although the path itself is mapped: all is compiled in
# a folder whose name is always as long.
libxml2=$PWD/.build/libxml2
build=$(mktemp -d /tmp/autotag.XXXXXXXX)
trap 'rm -rf "$build"' EXIT
git ls-files -z --cached --others --exclude-standard | tar --null -T - -c | tar -x -C "$build"
cd "$build"

# The program, without Foundation in the argument parser.
scratch=$PWD/.build/release-build
# The versions of the release; where the manifest wants others, it ends here.
swift package --scratch-path "$scratch" resolve
python3 -c 'import json
for pin in sorted(json.load(open("Package.resolved"))["pins"], key=lambda pin: pin["identity"]):
    print(pin["identity"], pin["state"]["version"])' >"$scratch/versions.txt"
if ! diff Packaging/versions.txt "$scratch/versions.txt"; then
  echo "build.sh: the packages have other versions than Packaging/versions.txt: write these there" >&2
  exit 1
fi
parser=$scratch/checkouts/swift-argument-parser
chmod -R u+w "$parser"
patch --quiet --forward -d "$parser" -p1 <Packaging/argument-parser.patch
# Each function in a section of its own, of which the linker leaves out those that nothing calls.
swift build -c release --static-swift-stdlib --product autotag --scratch-path "$scratch" \
  -Xswiftc -Xfrontend -Xswiftc -function-sections -Xswiftc -file-prefix-map -Xswiftc "$PWD=/autotag" -Xcc "-ffile-prefix-map=$PWD=/autotag"
products=$(swift build -c release --static-swift-stdlib --scratch-path "$scratch" --show-bin-path)
objects=$products/autotag.product/Objects.LinkFileList

# Links the program anew, with libraries found in FOLDER first.
link() { # FILE FOLDER ARGUMENT...
  local file=$1 folder=$2
  shift 2
  swiftc -emit-executable -o "$file" -module-name autotag -use-ld=lld "-L$folder" "@$objects" \
    -Xlinker --gc-sections -Xlinker --defsym=main=AutoTagCommand_main -Xlinker -s -Xlinker --build-id=sha1 \
    -lyaml -lz -lpcre2-8 -lxml2 -lidn2 "$@"
}
work=$PWD/.build/release-work
mkdir -p "$work"
# A hash of how each file was compiled, its folder included, says nothing to a user and differs between two folders.
echo 'SECTIONS { /DISCARD/ : { *(.swift_modhash) } } INSERT AFTER .comment;' >"$work/hashes.ld"
link "$work/autotag" . -static-stdlib -Xlinker -T -Xlinker "$work/hashes.ld" \
  -Xlinker --as-needed -Xlinker -z -Xlinker now -Xlinker -z -Xlinker relro
bash Packaging/libxml2.sh "$libxml2"
# Nothing is thrown in the program: the tables for it, an eighth of its size, are left out.
echo 'SECTIONS { /DISCARD/ : { *(.eh_frame) *(.gcc_except_table*) *(.swift_modhash) } } INSERT AFTER .comment;' \
  >"$work/tables.ld"
link "$work/autotag-static" "$libxml2/lib" -static-executable -lunistring \
  -Xlinker --no-eh-frame-hdr -Xlinker -T -Xlinker "$work/tables.ld"

mkdir "$work/completions"
for shell in bash zsh fish; do
  # A file that is sourced has no interpreter.
  "$work/autotag" --generate-completion-script "$shell" | sed '1{/^#!/d}' >"$work/completions/$shell"
done
python3 Packaging/manual.py "$work/autotag" README.md "$work/man"

bash Packaging/deb.sh "$version" "$work" "$out"

# The tarball.
arch=$(uname -m)
name=autotag-$version-linux-$arch
tree=$work/$name
install -D -m 755 "$work/autotag-static" "$tree/autotag"
install -D -m 644 -t "$tree/man/man1" "$work/man/autotag.1"
install -D -m 644 -t "$tree/man/man5" "$work/man/autotag.yml.5"
install -D -m 644 "$work/completions/bash" "$tree/completions/autotag.bash"
install -D -m 644 "$work/completions/zsh" "$tree/completions/_autotag"
install -D -m 644 "$work/completions/fish" "$tree/completions/autotag.fish"
install -m 644 LICENSE README.md CHANGELOG.md "$tree/"
python3 Packaging/sbom.py licenses >"$tree/LICENSES-OF-LIBRARIES.txt"
python3 Packaging/sbom.py bom "$version" "$scratch" "$out/autotag-$version.cdx.json"
tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --format=ustar -C "$work" -c "$name" |
  gzip -n -9 >"$out/$name.tar.gz"

(cd "$out" && sha256sum autotag* >SHA256SUMS)
echo "$out:"
cat "$out/SHA256SUMS"
