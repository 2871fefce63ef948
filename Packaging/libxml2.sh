#!/usr/bin/env bash
# Builds a static libxml2 into a folder, from the source of Debian's package that is installed here, with the HTML
# and the XML parser only: Debian's own archive needs ICU and lzma, and 31 MB of ICU's data.
# Without iconv, whose static form loads modules of the machine that it runs on, XML is read in UTF-8, UTF-16 and
# ISO 8859; pages are converted by autotag itself.
set -euo pipefail
prefix=${1:?usage: libxml2.sh FOLDER}
mkdir -p "$prefix"
prefix=$(cd "$prefix" && pwd)

# shellcheck disable=SC2016 # the fields are dpkg's
version=$(dpkg-query -W -f '${source:Version}' libxml2-dev)
if [ "$(cat "$prefix/version" 2>/dev/null)" = "$version" ]; then exit 0; fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial"
# The sources of the archives that this machine's packages come from; its own lists stay as they are.
apt-get indextargets --format 'deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(REPO_URI) $(RELEASE) main' \
  'Created-By: Packages' 'Origin: Debian' 'Component: main' | sort -u >"$work/sources.list"
apt=(apt-get -q -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=/dev/null
  -o "Dir::State::Lists=$work/lists" -o APT::Sandbox::User=root)
"${apt[@]}" update
(cd "$work" && "${apt[@]}" source --only-source "libxml2=$version")

cd "$work"/libxml2-*/
export SOURCE_DATE_EPOCH=0
./configure --quiet --disable-shared --enable-static --prefix="$prefix" \
  --with-minimum --with-html --with-sax1 --with-tree --with-threads --with-iso8859x --without-iconv --without-zlib --without-lzma \
  CFLAGS="-O2 -ffunction-sections -fdata-sections -ffile-prefix-map=$work=/libxml2"
# Debian's patches touch the files that configure is made from; nothing is made anew from them.
make --silent ACLOCAL=: AUTOCONF=: AUTOMAKE=: AUTOHEADER=: libxml2.la
mkdir -p "$prefix/lib"
cp .libs/libxml2.a "$prefix/lib/"
cp debian/copyright "$prefix/copyright"
echo "$version" >"$prefix/version"
