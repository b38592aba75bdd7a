#!/bin/bash
# rseq-libc.sh [OPERATIONS [WORKLOAD...]]: per-CPU structures under the C libraries of other Debian releases.
#
# A JVM is started by the loader of Debian 11 (glibc 2.31: no rseq, so this library registers threads, and
# functions on threads are in a library of their own) and of Debian 13 (2.41: registers threads, and counts the
# size otherwise). Each has to run sections, registered by whom it should, and structures under 16 threads
# (OPERATIONS each, 200,000) are exact; where the kernel is not told of sections, they have to go wrong. The
# packages are downloaded, not installed. Takes a minute. Exit code 1 when something is not as it should be.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
operations=${1:-200000}
shift $(($# > 0 ? 1 : 0))
workloads=${*:-COUNTERS BATCH FREE_LIST TRACE TUPLE TWO_WORDS}
. "$home/.mvn/find-jdk"
find_jdk
"$home/mvnw" -q -f "$home/pom.xml" -Dquick -DskipTests -pl rseq -am test-compile
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. /etc/os-release
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' "Codename: $VERSION_CODENAME" | head -n1)
each=$((operations / 16))
wrong=0
for release in bullseye trixie; do
  root=$work/$release
  mkdir -p "$root/lists" "$root/cache"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $release main" >"$root/sources"
  apt=(apt-get -qq -o Dir::Etc::sourcelist="$root/sources" -o Dir::Etc::sourceparts=/dev/null -o Dir::Cache="$root/cache"
    -o Dir::State::lists="$root/lists" -o Dir::State::status=/dev/null -o APT::Sandbox::User=root)
  "${apt[@]}" update
  (cd "$root" && "${apt[@]}" download libc6 && dpkg-deb -x libc6_*.deb .)
  folder=$(dirname "$(find "$root" -name libc.so.6)")
  run() {
    "$folder/ld-linux-x86-64.so.2" --library-path "$folder:/lib/x86_64-linux-gnu:/usr/lib/x86_64-linux-gnu" \
      "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -cp "$home/rseq/target/test-classes:$home/rseq/target/classes" "$@"
  }
  # shellcheck disable=SC2086
  {
    echo "== $release, $(cd "$root" && ls libc6_*.deb)"
    run 'dev.elfwright.rseq.FallbackTest$Reason'
    echo "== told"
    run dev.elfwright.rseq.Workload 16 $each 100 $((operations / 100)) $workloads
    echo "== not told"
    run -Ddev.elfwright.rseq.inside=broken dev.elfwright.rseq.Workload 16 $each 100 $((operations / 100)) alone COUNTERS FREE_LIST
  } | tee "$root/said"
  case $release in bullseye) by=OWN ;; trixie) by=LIBC ;; esac
  grep -qx "$by" "$root/said" && grep -qx 'sections work' "$root/said" || wrong=1
  [ "$(sed -n '/== told/,/== not/p' "$root/said" | grep -c ' exact$')" = "$(wc -w <<<"$workloads")" ] || wrong=1
  [ "$(sed -n '/== not told/,$p' "$root/said" | grep -c ' wrong: ')" = 2 ] || wrong=1
done
exit "$wrong"
