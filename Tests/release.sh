#!/usr/bin/env bash
# Tests a release: builds it from a clean clone here and in a bare Debian, compares, and installs and runs it in roots of
# its own.
# Slow, and run before a release; needs root, Debian 12 and Swift, and installs the rest.
#   bash Tests/release.sh [FOLDER]     FOLDER holds a release that is built already and is then not built
set -euo pipefail
cd "$(dirname "$0")/.."
repository=$PWD
built=${1:+$(cd "$1" && pwd)}
passed=0
failed=0
check() { # NAME COMMAND...
  local name=$1
  shift
  if "$@" >"$work/log" 2>&1; then
    passed=$((passed + 1))
    echo "ok    $name"
  else
    failed=$((failed + 1))
    echo "FAIL  $name"
    tail -n 25 "$work/log" | sed 's/^/      /'
  fi
}

packages=(debootstrap lintian man-db groff-base mandoc bash-completion zsh fish python3-venv expect)
packages+=(gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static)
if ! dpkg -s "${packages[@]}" >/dev/null 2>&1; then
  apt-get update
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"
fi


work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
version=$(sed -n 's/.*current = "\(.*\)"/\1/p' Sources/Configuration/Version.swift)

# Here, and in a bare Debian whose folders have other names and lengths.
if [ -z "$built" ]; then
  git clone -q "$repository" "$work/clone"
  git -C "$work/clone" tag -f "v$version" >/dev/null
  bash "$work/clone/Packaging/build.sh" "$work/files" >"$work/build.log" 2>&1 ||
    { tail -n 30 "$work/build.log"; exit 1; }
  built=$work/files
  check "a bare Debian 12 builds it" bash Tests/bare-build.sh "$repository" "$work/files-of-bare-root"
  check "two builds are the same bytes" diff -r "$work/files" "$work/files-of-bare-root"
fi
deb=$(echo "$built"/autotag_*.deb)
tarball=$(echo "$built"/autotag-*.tar.gz)
bom=$(echo "$built"/autotag-*.cdx.json)
check "the checksums are right" sh -c "cd '$built' && sha256sum -c SHA256SUMS"

check "lintian finds nothing" lintian --allow-root --fail-on error,warning "$deb"
mkdir "$work/deb"
dpkg-deb -x "$deb" "$work/deb"
tar -xzf "$tarball" -C "$work"
tree=$(echo "$work"/autotag-*-linux-*)

# On arm64 the byte search is another one: it is compiled for that processor and run in emulation. A standard library that
# could make the whole program for it is not at hand.
arm64_check() {
  local objects=$work/arm64 libraries=/usr/aarch64-linux-gnu/lib gcc
  gcc=$(dirname "$(aarch64-linux-gnu-gcc -print-libgcc-file-name)")
  mkdir -p "$objects"
  sed 's/^  package static/  public static/' Sources/Bytes/BlockSearch.swift >"$objects/BlockSearch.swift"
  swiftc -target aarch64-none-none-elf -enable-experimental-feature Embedded -wmo -O -parse-as-library \
    -c "$objects/BlockSearch.swift" Tests/Arm64/BlockSearchCheck.swift -o "$objects/check.o"
  "$(dirname "$(readlink -f "$(command -v swiftc)")")/ld.lld" -static -o "$objects/check" \
    "$libraries"/crt1.o "$libraries"/crti.o "$gcc/crtbeginT.o" "$objects/check.o" "-L$libraries" "-L$gcc" \
    --start-group -lc -lgcc -lgcc_eh --end-group "$gcc/crtend.o" "$libraries"/crtn.o
  [ "$(qemu-aarch64-static "$objects/check")" = right ]
}
check "the byte search is right on arm64, in emulation" arm64_check

# The bill of materials.
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check -r Tests/Oracles/requirements-release.txt
cat >"$work/validate.py" <<'PYTHON'
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(open(sys.argv[1]).read())
sys.exit(str(error) if error else 0)
PYTHON
check "the bill of materials is CycloneDX 1.6" "$work/venv/bin/python" "$work/validate.py" "$bom"

# Man pages.
for page in "$work"/deb/usr/share/man/man*/*.gz; do
  check "$(basename "$page") renders without a warning" sh -c \
    "[ -z \"\$(LC_ALL=C.UTF-8 MANROFFSEQ= MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z '$page' 2>&1 >/dev/null)\" ]"
  check "$(basename "$page") passes mandoc" sh -c "zcat '$page' | mandoc -T lint -W warning"
done
check "the man page has every option" bash -c "
  for command in rewrite audit resolve conversions init; do
    '$work/deb/usr/bin/autotag' help \$command | grep -o '^  .*--[a-z-]*' | grep -o -- '--[a-z-]*$' | while read -r option; do
      man -l '$work/deb/usr/share/man/man1/autotag.1.gz' | grep -q -- \"\$option\" || { echo \"\$option\"; exit 1; }
    done || exit 1
  done"

# Completions, asked of the shells themselves.
path=$work/deb/usr/bin:$PATH
offered() { # SHELL WORDS: what the shell offers for the last word, a line each
  case $1 in
  bash) PATH=$path bash -c '. "$1"; words=($2); [[ $2 == *" " ]] && words+=(""); COMP_WORDS=("${words[@]}")
      COMP_CWORD=$((${#words[@]} - 1)); COMP_LINE=$2; COMP_POINT=${#2}
      compopt() { :; }; _autotag autotag "${words[-1]}" "${words[-2]}"; printf "%s\n" "${COMPREPLY[@]}"' \
      bash "$work/deb/usr/share/bash-completion/completions/autotag" "$2" ;;
  fish) PATH=$path fish --no-config -c 'source $argv[1]; complete -C $argv[2]' \
      "$work/deb/usr/share/fish/vendor_completions.d/autotag.fish" "$2" | cut -f1 ;;
  zsh) PATH=$path expect -f - "$work/deb/usr/share/zsh/vendor-completions" "$2" <<'EXPECT' | sed 's/\x1b\[[0-9;?]*[A-Za-z]/ /g'
log_user 0
set timeout 20
set stty_init "columns 200 rows 60"
spawn zsh -f
send "PS1='%%'; fpath=([lindex $argv 0] \$fpath); autoload -Uz compinit; compinit -D -u; zstyle ':completion:*' verbose no; bindkey '^X' list-choices; print re''ady\r"
expect "ready"
send "[lindex $argv 1]\030"
sleep 2
send "\025print e''nd\r"
expect "end"
puts $expect_out(buffer)
EXPECT
    ;;
  esac
}
offers() { # SHELL LINE WANTED... [-- UNWANTED...]
  local words wanted=true
  words=$(offered "$1" "$2")
  echo "$words"
  shift 2
  for word; do
    if [ "$word" = -- ]; then wanted=false; continue; fi
    if grep -q -w -e "$word" <<<"$words"; then $wanted || return 1; else ! $wanted || return 1; fi
  done
}
for shell in bash zsh fish; do
  check "$shell completes subcommands" offers "$shell" "autotag " rewrite audit resolve conversions init help
  check "$shell completes what has help" offers "$shell" "autotag help " rewrite audit resolve conversions init
  check "$shell completes formats that are printed" offers "$shell" "autotag audit --format " sarif junit html -- csv
  check "$shell completes what a run fails on" offers "$shell" "autotag rewrite --fail-on " loss warning -- error
done

# The static program in a root that holds nothing else.
site=SampleSites/redirects
mkdir -p "$work/empty/proc" "$work/empty/site" "$work/empty/tmp"
cp "$tree/autotag" "$work/empty/"
cp -a "$site/." "$work/empty/site/"
inside() { unshare --mount --fork --pid --mount-proc="$work/empty/proc" chroot "$work/empty" /autotag "$@"; }
check "the static program needs no library" sh -c "readelf -d '$tree/autotag' | grep -q 'no dynamic section'"
check "the static program is under 15 MB" test "$(stat -c %s "$tree/autotag")" -lt 15000000
check "the static program tells its version" sh -c "'$tree/autotag' --version | grep -q '^autotag $version$'"
same() { # ARGUMENT...: the static program in the root says and writes what the package's does beside it
  rm -rf "$work/empty/out" "$work/out"
  local status=0 other=0
  inside "$@" >"$work/static.txt" 2>&1 || status=$?
  (cd "$work/dynamic" && "$work/deb/usr/bin/autotag" "$@") >"$work/dynamic.txt" 2>&1 || other=$?
  # Times differ, and so do the names of the folders that the two are started in.
  sed -i -E 's/[0-9.]+ (s|ms)\b/T/g; s/"duration_seconds": *[0-9.]+/D/' "$work/static.txt" "$work/dynamic.txt"
  diff "$work/static.txt" "$work/dynamic.txt" && [ "$status" = "$other" ] && [ "$status" -lt 126 ] &&
    { [ ! -d "$work/empty/out" ] || diff -r "$work/empty/out" "$work/dynamic/out"; }
}
mkdir "$work/dynamic"
cp -a "$site" "$work/dynamic/site"
check "the static program tags a site as the package's does" same rewrite site --output out
check "the static program audits as the package's does" same audit site
for folder in "$site"/*/; do
  name=$(basename "$folder")
  check "the static program resolves $name as the package's does" same rewrite "site/$name" --diff --redirects auto
done
no_libcurl() {
  printf 'redirects: {online: {hosts: [www.example.com]}}\nbase-url: https://www.example.com/\n' >"$work/empty/online.yml"
  inside resolve https://www.example.com/go/x --site site --config online.yml --online >"$work/online.txt" 2>&1 || true
  cat "$work/online.txt"
  grep -q "libcurl, which this static program cannot open" "$work/online.txt"
}
check "the static program says what --online needs" no_libcurl

# Roots of distributions: the package is installed, run and removed; the static program runs.
root_of() { # NAME SUITE MIRROR [SCRIPT]
  local root=$work/root
  if ! debootstrap --variant=minbase "$2" "$root" "${@:3}" >"$work/debootstrap.log" 2>&1; then
    echo "skip  $1: no root can be made from $3: $(tail -n 1 "$work/debootstrap.log")"
    rm -rf --one-file-system "$root"
    return
  fi
  cp "$deb" "$root/autotag.deb"
  cp "$tree/autotag" "$root/autotag-static"
  cp -a "$site" "$root/site"
  local run=(unshare --mount --fork --pid --mount-proc="$root/proc" chroot "$root" env LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive)
  cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
  if [ "$2" = bookworm ]; then
    check "the steps of the Dockerfile" "${run[@]}" sh -c "cp /autotag.deb /tmp/autotag_0_amd64.deb &&
      $(sed -n 's/^RUN //p' Examples/Pipelines/Dockerfile) && cd /site && autotag audit netlify --fail-on never &&
      apt-get purge -y autotag"
  fi
  check "$1: is installed" "${run[@]}" sh -c "apt-get update && apt-get install -y --no-install-recommends /autotag.deb"
  check "$1: runs" "${run[@]}" sh -c "autotag --version && autotag rewrite /site --output /out && autotag audit /site --fail-on never"
  check "$1: writes what the static program writes" "${run[@]}" sh -c "/autotag-static rewrite /site --output /out2 && diff -r /out /out2"
  check "$1: is removed" "${run[@]}" sh -c "apt-get purge -y autotag && ! find / -xdev -path /proc -prune -o -name '*autotag*' -print | grep -v -e '^/autotag' -e '^/site' -e '^/out' -e /var/log -e /var/cache"
  # What was mounted there would be removed with it.
  if ! grep -q " $root/" /proc/mounts; then rm -rf --one-file-system "$root"; fi
}
root_of "Debian 12" bookworm http://deb.debian.org/debian
root_of "Debian 13" trixie http://deb.debian.org/debian
# The script of this name is that of all later Ubuntus.
root_of "Ubuntu 24.04" noble http://archive.ubuntu.com/ubuntu gutsy

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
