#!/usr/bin/env bash
# Makes the Debian package from what build.sh has made: deb.sh VERSION WORK OUT
set -euo pipefail
version=$1 work=$2 out=$3
arch=$(dpkg --print-architecture)
tree=$work/deb
author=$AUTOTAG_AUTHOR
day=$(date -u -R -d "@$SOURCE_DATE_EPOCH")

install -D -m 755 "$work/autotag" "$tree/usr/bin/autotag"
install -D -m 644 -t "$tree/usr/share/man/man1" "$work/man/autotag.1"
install -D -m 644 -t "$tree/usr/share/man/man5" "$work/man/autotag.yml.5"
install -D -m 644 "$work/completions/bash" "$tree/usr/share/bash-completion/completions/autotag"
install -D -m 644 "$work/completions/zsh" "$tree/usr/share/zsh/vendor-completions/_autotag"
install -D -m 644 "$work/completions/fish" "$tree/usr/share/fish/vendor_completions.d/autotag.fish"
doc=$tree/usr/share/doc/autotag
install -D -m 644 README.md "$doc/README.md"
install -D -m 644 CHANGELOG.md "$doc/changelog"
cat >"$doc/copyright" <<EOF
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: autotag
Comment: The program holds the runtime of Swift, swift-argument-parser and swift-system, which are
 Apple's and the Swift project authors' and stand under the Apache License 2.0 with the Runtime Library
 Exception; libdispatch, which is part of that runtime, stands under the Apache License 2.0.

Files: *
Copyright: $(date -u -d "@$SOURCE_DATE_EPOCH" +%Y) the authors of autotag
License: Apache-2.0
 On Debian systems the text of the license is in /usr/share/common-licenses/Apache-2.0.
EOF
cat >"$doc/changelog.Debian" <<EOF
autotag ($version-1) unstable; urgency=medium

  * The release $version: /usr/share/doc/autotag/changelog.gz tells of it.

 -- $author  $day
EOF
install -D -m 644 /dev/stdin "$tree/usr/share/lintian/overrides/autotag" <<EOF
# The package is no upload to Debian, so that nobody asked for it there.
autotag: initial-upload-closes-no-bugs
EOF
find "$tree/usr/share/man" "$doc/changelog" "$doc/changelog.Debian" -type f -exec gzip -n -9 {} +

# What the program is linked with, in the versions that have the symbols that it uses.
mkdir -p "$work/debian"
printf 'Source: autotag\n\nPackage: autotag\nArchitecture: any\n' >"$work/debian/control"
depends=$(cd "$work" && dpkg-shlibdeps -O -e deb/usr/bin/autotag | sed -n 's/^shlibs:Depends=//p')

install -d -m 755 "$tree/DEBIAN"
cat >"$tree/DEBIAN/control" <<EOF
Package: autotag
Version: $version-1
Architecture: $arch
Maintainer: $author
Installed-Size: $(du -k -s --apparent-size "$tree/usr" | cut -f1)
Depends: $depends
Suggests: libcurl4
Section: web
Priority: optional
Description: makes the affiliate links of a static site trackable
 autotag reads the HTML of a finished site, finds the links that belong to
 the affiliate network Rakuten, also behind redirects, and appends the click id
 that AnyTrack replaces when the page loads. It changes no other byte. An audit
 reports what would lose a commission.
 .
 With libcurl it also asks servers for redirects that no file tells of.
EOF
(cd "$tree" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
chmod 644 "$tree/DEBIAN/md5sums" "$tree/DEBIAN/control"
find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group -Zxz --build "$tree" "$out/autotag_$version-1_$arch.deb"
