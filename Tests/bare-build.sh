#!/usr/bin/env bash
# Builds a release in a bare Debian 12 that holds nothing but Swift: bare-build.sh REPOSITORY FOLDER
# Needs root, debootstrap and Swift. Packages that git is set up to take from folders of this machine are taken from there.
set -euo pipefail
repository=$1 out=$2
work=$(mktemp -d)
root=$work/root
# What is mounted there would be removed with it; the mounts end with their namespace.
trap 'grep -q " $root/" /proc/mounts || rm -rf --one-file-system "$work"' EXIT

debootstrap --variant=minbase bookworm "$root" http://deb.debian.org/debian >"$work/log" 2>&1 ||
  { tail -n 5 "$work/log" >&2; exit 1; }
cat >"$root/etc/apt/sources.list" <<'LIST'
deb http://deb.debian.org/debian bookworm main
deb http://deb.debian.org/debian bookworm-updates main
deb http://deb.debian.org/debian-security bookworm-security main
LIST
cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
cp -n /etc/apt/apt.conf.d/* "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
git clone -q "$repository" "$root/autotag"
version=$(sed -n 's/.*current = "\(.*\)"/\1/p' "$root/autotag/Sources/Configuration/Version.swift")
git -C "$root/autotag" tag -f "v$version" >/dev/null

swift=$(readlink -f "$(command -v swift)")
folders=("${swift%/usr/bin/*}")
while read -r key value; do
  git config --file "$root/root/.gitconfig" --add "$key" "$value"
  folder=${key#url.}
  folder=${folder%.insteadof}
  [ ! -d "$folder" ] || folders+=("$folder")
done < <(git config --get-regexp '^(url|user)\.')
mapfile -t folders < <(printf '%s\n' "${folders[@]}" | sort -u)

# The libraries that Swift's own programs need, and what compiles and links for it; build.sh installs the rest.
cat >"$work/inside.sh" <<'INSIDE'
set -eu
apt-get update -q
apt-get install -q -y --no-install-recommends binutils ca-certificates gcc git libc6-dev libcurl4 libedit2 libncurses6 \
  libpython3.11 libsqlite3-0 libxml2 libz3-4 tzdata
cd /autotag
bash Packaging/build.sh /files
INSIDE
cp "$work/inside.sh" "$root/inside.sh"
cat >"$work/outside.sh" <<'OUTSIDE'
set -eu
root=$1 path=$2
shift 2
for folder; do mkdir -p "$root$folder"; mount --bind -o ro "$folder" "$root$folder"; done
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
exec chroot "$root" env -i HOME=/root "PATH=$path:/usr/sbin:/usr/bin:/sbin:/bin" DEBIAN_FRONTEND=noninteractive bash /inside.sh
OUTSIDE
unshare --mount --fork --pid bash "$work/outside.sh" "$root" "${swift%/*}" "${folders[@]}" >"$work/log" 2>&1 ||
  { tail -n 30 "$work/log" >&2; exit 1; }
mkdir -p "$out"
cp -a "$root/files/." "$out/"
