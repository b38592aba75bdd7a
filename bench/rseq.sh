#!/bin/bash
# rseq.sh [THREADS...] [-- JMH OPTIONS]: per-CPU structures against what Java programs take instead (JMH).
#
# For each number of threads (1, 2 and 8) all of them in one run, with nanoseconds of one CPU for an
# operation, and how many times as many operations a second the per-CPU structure makes. Needs the
# machine for itself; about two minutes for each number of threads. Then the same machine code called
# from C, and threads that share a word there: what this machine lets anybody reach. Last, the memory
# of 10,000 counters. Where other jobs run, "chrt -r 10 bench/rseq.sh" as root keeps them off the CPUs;
# the kernel leaves them 50 ms of every second.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
threads=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  threads+=("$1")
  shift
done
[ $# -eq 0 ] || shift
[ ${#threads[@]} -gt 0 ] || threads=(1 2 8)
. "$home/.mvn/find-jdk"
find_jdk
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$home/mvnw" -q -f "$home/bench/rseq/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath \
  -Dmdep.outputFile="$work/classpath"
classpath=$(<"$work/classpath")
mkdir "$work/classes"
"$JAVA_HOME/bin/javac" -nowarn -cp "$home/rseq/target/classes:$classpath" -processorpath "$classpath" \
  -d "$work/classes" "$home"/bench/rseq/*.java
for count in "${threads[@]}"; do
  "$JAVA_HOME/bin/java" --sun-misc-unsafe-memory-access=allow -cp "$work/classes:$home/rseq/target/classes:$classpath" \
    org.openjdk.jmh.Main -t "$count" -rf csv -rff "$work/$count.csv" -v SILENT "$@"
  echo "$count threads on $(nproc) CPUs"
  awk -F, -v threads="$count" -v cpus="$(nproc)" '
    NR > 1 {
      gsub(/"/, "")
      name = $1
      sub(/.*\./, "", name)
      value[name] = $5
      error[name] = $6
      order[n++] = name
    }
    END {
      busy = threads < cpus ? threads : cpus
      for (i = 0; i < n; i++) {
        name = order[i]
        own = name
        sub(/[A-Z].*/, "Rseq", own)
        ratio = own in value && own != name ? sprintf("%8.2f times", value[own] / value[name]) : ""
        printf "  %-18s %9.1f +-%6.1f M/s %8.2f ns %s\n", name, value[name], error[name], 1000 * busy / value[name], ratio
      }
    }' "$work/$count.csv"
done
if [ "$(uname -m)" = x86_64 ]; then
  "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -cp "$work/classes:$home/rseq/target/classes" bench.Code >"$work/code.h"
  gcc -O2 -pthread -I "$work" "$home/bench/rseq/floor.c" -o "$work/floor"
  "$work/floor"
fi
"$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -cp "$work/classes:$home/rseq/target/classes" bench.Memory
