#!/usr/bin/env bash
# A site in parts with GNU parallel, on this machine or those of --sshlogin:
# parallel.sh SITE OUT PARTS [OPTION OF PARALLEL…]
# Each machine sees SITE and OUT under these names. --retries repeats a part that a signal ended.
set -euo pipefail
site=$1 out=$2 parts=$3
shift 3
autotag=${AUTOTAG:-autotag}
work=$out.parts

rm -rf "$work"
mkdir -p "$work"
"$autotag" scan "$site" --output "$work/facts" --quiet
part="$autotag rewrite {1} --output {2} --facts {3}/facts --shard {4}/$parts --jobs 1 --allow-empty"
part+=' --format json --quiet >{3}/{4}.new; s=$?; [ $s != 3 ] || touch {3}/failed;'  # 3: files failed and are listed
part+=' case $s in 0 | 3) mv {3}/{4}.new {3}/{4}.json ;; *) exit $s ;; esac'
seq "$parts" | parallel --halt soon,fail=1 --retries 3 "$@" "$part" ::: "$site" ::: "$out" ::: "$work" :::: -
"$autotag" merge "$work"/*.json --output "$out.json" --quiet
code=0
[ ! -e "$work/failed" ] || code=3
rm -r "$work"
exit "$code"
