#!/bin/bash
# livepatch.sh [CREATE_DIFF_OBJECT [ROUNDS]]: the pairs of kpatch's unit tests, which have to lie in shared/data beside the
# checkout. Prints how many verdicts are right, the seconds that the whole corpus takes in a JVM that has just started, and
# the median over the pairs of the least time of ROUNDS (30) rounds in it; for kpatch's create-diff-object, whose path is
# given, the same as whole processes, in the same run. Exit code 1 when a verdict is wrong or an aim is missed.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
peer=${1:-}
rounds=${2:-30}
at=$home
while [ ! -d "$at/shared/data/kpatch-unit-test-objs" ]; do
  [ "$at" != / ] || { echo "livepatch.sh: no shared/data/kpatch-unit-test-objs beside the checkout" >&2; exit 3; }
  at=$(dirname "$at")
done
corpus=$at/shared/data/kpatch-unit-test-objs
"$home/elfwright" --version >/dev/null
read -r jdk <"$home/cli/target/dist/jdk"
read -r classpath <"$home/cli/target/dist/classpath"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$jdk/bin/javac" -cp "$classpath" -d "$work/classes" "$home/bench/livepatch/Pairs.java"
read -r right pairs whole median < <("$jdk/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
  -cp "$work/classes:$classpath" Pairs "$corpus" "$rounds" "$work/out.o")
row() { printf '%-52s %12s  %s\n' "$@"; }
row 'right verdicts' "$right of $pairs" 'aim: all'
row 'all pairs in one process that has just started, s' "$whole" 'aim: 5'
row 'median of a pair, warm, ms' "$median" ''
missed=$(awk -v r="$right" -v p="$pairs" -v w="$whole" 'BEGIN { print (r != p) + (w > 5) }')
if [ -n "$peer" ]; then
  read -r peer_right _ peer_median < <(python3 "$home/bench/livepatch/peer.py" "$peer" "$corpus" "$work" 5)
  row 'create-diff-object: right verdicts' "$peer_right of $pairs" ''
  row 'create-diff-object: median of a pair, ms' "$peer_median" ''
  ratio=$(awk -v a="$median" -v b="$peer_median" 'BEGIN { printf "%.2f", a / b }')
  row 'ratio of the medians' "$ratio" 'aim: 1'
  missed=$(awk -v m="$missed" -v r="$ratio" 'BEGIN { print m + (r > 1) }')
fi
[ "$missed" = 0 ]
