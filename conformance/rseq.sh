#!/bin/bash
# rseq.sh [OPERATIONS [WORKLOAD...]]: every per-CPU structure exact over many operations.
#
# OPERATIONS (100,000,000) of each structure by 8 and by 64 platform threads, and as many by 1,000 virtual
# threads, by CPU and by concurrency ID, while it is drained, under G1, and under ZGC with JFR's profile,
# with a thread that fills the heap and collects. Then the same structures where the kernel is not told
# about sections: each has to go wrong. Exit code 1 otherwise. Takes about an hour on 2 cores.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
operations=${1:-100000000}
shift $(($# > 0 ? 1 : 0))
. "$home/.mvn/find-jdk"
find_jdk
"$home/mvnw" -q -f "$home/pom.xml" -Dquick -DskipTests -pl rseq -am test-compile
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wrong=0
run() { # THREADS OPTIONS...
  local threads=$1
  shift
  "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -Xmx512m "$@" \
    -cp "$home/rseq/target/test-classes:$home/rseq/target/classes" dev.elfwright.rseq.Workload \
    "$threads" $((operations / 2 / threads)) 1000 $((operations / 2 / 1000)) "${more[@]}"
}
for threads in 8 64; do
  for options in -XX:+UseG1GC "-XX:+UseZGC -XX:StartFlightRecording:settings=profile,filename=$work/jfr"; do
    echo "$threads threads, $options"
    more=("${@}" hammer)
    # shellcheck disable=SC2086
    run "$threads" $options >"$work/out" || wrong=1
    grep -v '^\[' "$work/out"
    grep -qx sections "$work/out" && ! grep -q ' wrong: ' "$work/out" || wrong=1
  done
done
echo "16 threads, the kernel not told"
more=("${@}" alone)
operations=1000000
run 16 -Ddev.elfwright.rseq.inside=broken >"$work/out"
cat "$work/out"
! grep -q ' exact$' "$work/out" || wrong=1
exit "$wrong"
