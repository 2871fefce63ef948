#!/usr/bin/env bash
# One part of a site, as a task of an array job: array-job.sh SITE FACTS OUT PARTS
# AWS Batch, Kubernetes (an Indexed Job) and Slurm tell a task its index; with --array=0-15 Slurm counts from 0 as the
# others do, and autotag counts parts from 1. Before: autotag scan SITE --output FACTS. Behind all tasks:
# autotag merge OUT.parts/summary-*.json --output OUT.json, and the same with audit-*.json.
# A task that ends with 2 is not worth a retry; after a signal it is repeated.
set -euo pipefail
site=$1 facts=$2 out=$3 parts=$4
autotag=${AUTOTAG:-autotag}
index=${AWS_BATCH_JOB_ARRAY_INDEX:-${JOB_COMPLETION_INDEX:-${SLURM_ARRAY_TASK_ID:?no index of an array job}}}
part=$((index + 1))

mkdir -p "$out.parts"
attempt=$out.parts/$part.$HOSTNAME.$$
code=0
run() {  # what it writes has its name only when it is whole; 3: files failed, and the summary lists them
  local name=$1 status=0
  shift
  "$autotag" "$@" --facts "$facts" --shard "$part/$parts" --format json >"$attempt" || status=$?
  case $status in 0 | 3) mv "$attempt" "$out.parts/$name-$part.json" ;; *) rm -f "$attempt"; exit "$status" ;; esac
  [ "$status" -eq 0 ] || code=$status
}
run summary rewrite "$site" --output "$out" --allow-empty --quiet
run audit audit "$site" --fail-on never --allow-empty
exit "$code"
