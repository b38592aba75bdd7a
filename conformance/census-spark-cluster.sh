#!/bin/bash
# census-spark-cluster.sh [PACKAGES [WORK]]: a scan on a real Spark cluster, held against the embedded one.
#
# A master and two workers, each a process of its own on loopback, out of the jars that Maven has resolved. Scans
# PACKAGES (300) .deb files of apt's cache, one cut off and one with changed bytes, first with one worker of one core, then with
# two, then embedded; prints rates, asks one question of all three, and compares all tables of both with the embedded scan's.
# Exit code 1 when any row differs. All processes end with this script, also on Ctrl-C.
set -euo pipefail
count=${1:-300}
home=$(cd "$(dirname "$0")/.." && pwd)
. "$home/.mvn/find-jdk"
find_jdk
work=${2:-$(mktemp -d)}
[ -n "${2-}" ] && kept=1 || kept=
mkdir -p "$work"

processes=()
finish() {
  trap - EXIT
  [ ${#processes[@]} = 0 ] || kill "${processes[@]}" 2>/dev/null || :
  wait
  [ -n "$kept" ] || rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

"$home/mvnw" -f "$home/pom.xml" -q -B -Dquick -DskipTests -pl census-spark -am package
"$home/elfwright" --version >/dev/null

# What a distribution of Spark has: a folder of jars.
spark=$work/spark
rm -rf "$spark" "$work"/census-* "$work"/worker-*
mkdir -p "$spark/jars"
tr ':' '\n' <"$home/census-spark/target/spark.classpath" | grep '\.jar$' | grep -v -e elfwright -e duckdb -e junit -e assertj |
  while read -r jar; do ln -sf "$jar" "$spark/jars/"; done
export SPARK_HOME=$spark SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=127.0.0.1 SPARK_LOCAL_DIRS=$work
printf '%s\n' 'appender.f.type = Console' 'appender.f.name = f' 'appender.f.target = SYSTEM_ERR' \
  'appender.f.layout.type = PatternLayout' 'appender.f.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n%ex' \
  'rootLogger.level = warn' 'rootLogger.appenderRef.f.ref = f' \
  'logger.d.name = org.apache.spark.deploy' 'logger.d.level = info' >"$work/log4j2.properties"
options=(-Dlog4j2.configurationFile="$work/log4j2.properties" --enable-native-access=ALL-UNNAMED
  --sun-misc-unsafe-memory-access=allow)
java() { "$JAVA_HOME/bin/java" "${options[@]}" -cp "$spark/jars/*" "$@"; }

find /var/cache/apt/archives -maxdepth 1 -name '*.deb' | LC_ALL=C sort |
  awk -v seed="${SEED:-1}" 'BEGIN { srand(seed) } { print rand() "\t" $0 }' | sort -n | cut -f 2 |
  sed -n "1,${count}p" >"$work/list"
first=$(head -n 1 "$work/list")
head -c "$(($(stat -c %s "$first") / 2))" "$first" >"$work/cut.deb"
cp "$first" "$work/changed.deb"
printf 'xxxxxxxxxxxxxxxx' | dd of="$work/changed.deb" bs=1 seek=$(($(stat -c %s "$first") / 2)) conv=notrunc status=none
printf '%s\n' "$work/cut.deb" "$work/changed.deb" >>"$work/list"
echo "$(wc -l <"$work/list") packages, $(xargs -d '\n' du -cbL <"$work/list" | tail -n 1 | cut -f 1 | numfmt --to=si)B"

"$JAVA_HOME/bin/java" "${options[@]}" -cp "$spark/jars/*" org.apache.spark.deploy.master.Master \
  --host 127.0.0.1 --port 0 --webui-port 0 >"$work/master.log" 2>&1 &
processes+=($!)
master=
for _ in $(seq 300); do
  master=$(sed -n 's/.*Starting Spark master at \(spark:[^ ]*\).*/\1/p' "$work/master.log")
  [ -z "$master" ] || break
  sleep 0.1
done
[ -n "$master" ] || { cat "$work/master.log"; echo "census-spark-cluster: no master" >&2; exit 1; }

worker() {
  "$JAVA_HOME/bin/java" "${options[@]}" -cp "$spark/jars/*" org.apache.spark.deploy.worker.Worker \
    --host 127.0.0.1 --port 0 --webui-port 0 --cores 1 --memory 1500M --work-dir "$work/worker-$1" "$master" >"$work/worker-$1.log" 2>&1 &
  processes+=($!)
  for _ in $(seq 300); do
    ! grep -q 'Successfully registered with master' "$work/worker-$1.log" || return 0
    sleep 0.1
  done
  cat "$work/worker-$1.log"
  echo "census-spark-cluster: worker $1 did not find the master" >&2
  exit 1
}

jars=$(printf ',%s' "$home"/census-spark/target/jars/*.jar)
submit() {
  java -Xmx1g org.apache.spark.deploy.SparkSubmit --master "$master" --class dev.elfwright.census.spark.Main \
    --jars "${jars#,}" --executor-memory 1400M --conf spark.driver.host=127.0.0.1 --conf spark.ui.enabled=false \
    --conf spark.sql.shuffle.partitions=4 --conf spark.sql.adaptive.enabled=false \
    --conf "spark.executor.extraJavaOptions=${options[*]}" \
    "$home"/census-spark/target/elfwright-census-spark-[0-9]*.jar "$@" 2>>"$work/driver.log" ||
    { tail -n 30 "$work/driver.log"; exit 1; }
}

rate() { # what it was, bytes and seconds
  awk -v what="$1" -v bytes="$2" -v seconds="$3" \
    'BEGIN { printf "%s: %.0f MB of content in %.1f s, %.1f MB/s\n", what, bytes / 1e6, seconds, bytes / 1e6 / seconds }'
}

for workers in 1 2; do
  worker $workers
  answer=$(submit scan --json --files-from "$work/list" -o "$work/census-$workers")
  rate "workers of one core: $workers" $(tr -dc '0-9. ' <<<"$answer")
done
begin=$EPOCHREALTIME
answer=$("$home/elfwright" census scan -o "$work/census-0" --files-from "$work/list" --json)
end=$EPOCHREALTIME
rate "embedded, all cores" "$(grep -o '"bytesRead"[^0-9]*[0-9]*' <<<"$answer" | tr -dc 0-9)" \
  "$(awk -v a="$begin" -v b="$end" 'BEGIN { print b - a }')"

submit ask -c "$work/census-2" hardening | LC_ALL=C sort >"$work/answer-2"
"$home/elfwright" census ask -c "$work/census-0" --csv hardening | tr -d '\r' | tr ',' '\t' | LC_ALL=C sort >"$work/answer-0"
cmp "$work/answer-0" "$work/answer-2"
echo "the answer to hardening is the same"
"$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -cp "$(cat "$home/census-spark/target/spark.classpath")" \
  "$home/conformance/CensusEqual.java" "$work/census-0" "$work/census-1" "$work/census-2"
