#!/usr/bin/env bash
# Runs autotag as the action's inputs say. Its exit status is an output, so that the reports are uploaded before the job
# fails.
set -euo pipefail

fail() { echo "::error title=autotag::$1"; exit 1; }

arguments=()
[ -z "$AUTOTAG_SITE" ] || arguments+=("$AUTOTAG_SITE")
[ -z "$AUTOTAG_FAIL_ON" ] || arguments+=(--fail-on "$AUTOTAG_FAIL_ON")
while IFS= read -r line; do
  [ -z "$line" ] || arguments+=("$line")
done <<<"$AUTOTAG_ARGUMENTS"
sarif=
report=$RUNNER_TEMP/autotag-report.md
rm -f "$report"
case $AUTOTAG_COMMAND in
  audit)
    arguments+=(--format github)
    if [ -n "$AUTOTAG_SARIF" ]; then
      sarif=$AUTOTAG_SARIF
      mkdir -p "$(dirname -- "$sarif")" || fail "The folder of the input sarif, “$sarif”, cannot be made."
      rm -f -- "$sarif"
      arguments+=(--report "sarif:$sarif")
    fi
    [ "$AUTOTAG_SUMMARY" != true ] || arguments+=(--report "markdown:$report")
    ;;
  rewrite)
    if [ -n "$AUTOTAG_OUTPUT" ]; then arguments+=(--output "$AUTOTAG_OUTPUT"); else arguments+=(--in-place); fi
    ;;
  *) fail "command must be audit or rewrite, not “$AUTOTAG_COMMAND”." ;;
esac
status=0
autotag "$AUTOTAG_COMMAND" "${arguments[@]}" || status=$?
[ ! -f "$report" ] || cat "$report" >>"$GITHUB_STEP_SUMMARY"
[ -z "$sarif" ] || [ -f "$sarif" ] || sarif=
{
  echo "status=$status"
  echo "sarif=$sarif"
} >>"$GITHUB_OUTPUT"
[ "$status" -ne 2 ] || echo "::error title=autotag::autotag was not called as it can be: see the log above."
