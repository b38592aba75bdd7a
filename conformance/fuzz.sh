#!/bin/bash
# fuzz.sh [HOURS [TARGET...]]: looks for inputs that break something, HOURS (1) for each target in turn.
#
# Targets are the classes of fuzz/src/test/java without "FuzzTest": Reader, Section, Archive, Transform,
# Verifier; all of them by default. What was learned is kept below fuzz/.cifuzz-corpus, so that the next
# run goes on from there. An input that broke something is written to fuzz/src/test/resources, where
# ./check tries it from then on; commit it with the repair. Exit code 1 when there is one.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
hours=${1:-1}
shift || true
[ $# -gt 0 ] || set -- Reader Section Archive Transform Verifier
seconds=$(awk -v h="$hours" 'BEGIN { printf "%d", h * 3600 }')
"$home/mvnw" -f "$home/pom.xml" -q -B -Dquick -DskipTests -pl fuzz -am package
failed=0
for target; do
  log=$home/fuzz/target/fuzz-$target.log
  echo "$target: $seconds s from $(date +%H:%M), log in $log"
  # No JUnit limit is shorter than what Jazzer itself is told.
  if JAZZER_MAX_DURATION="${seconds}s" "$home/mvnw" -f "$home/pom.xml" -B -Dquick -pl fuzz -am test \
    -Dtest="${target}FuzzTest" -Dsurefire.failIfNoSpecifiedTests=false >"$log" 2>&1; then
    echo "$target: nothing found; $(grep -aoE 'cov: [0-9]+ ft: [0-9]+ corp: [^ ]+' "$log" | tail -n 1)"
  else
    failed=1
    echo "$target: FOUND"
    grep -aE 'FindingException|Caused by|reproducer|artifact_prefix' "$log" | head -n 5
  fi
done
exit $failed
