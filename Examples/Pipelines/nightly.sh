#!/usr/bin/env bash
# Builds, tags and publishes a site, for cron:  17 3 * * *  bash nightly.sh
# The lock keeps a run that takes long from being joined by the next one; that one then ends and says so.
set -euo pipefail
cd "$(dirname "$0")"
exec 9>.nightly.lock
flock --nonblock 9 || { echo "nightly.sh: the run before is still at work" >&2; exit 75; }

hugo --quiet --destination built
autotag rewrite built --output published --prune --quiet --fail-on loss
