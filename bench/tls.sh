#!/bin/bash
# tls.sh [FOLDER]: how fast tls layout is over all programs of a folder (/usr/bin): one cold process, five times.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
folder=${1:-/usr/bin}
"$home/elfwright" --version >/dev/null
programs=()
for file in "$folder"/*; do
  # What has an interpreter is a program of a loader.
  if [ -f "$file" ] && [ "$(head -c 4 "$file" 2>/dev/null | tr -d '\0')" = $'\x7fELF' ] &&
    readelf -lW "$file" 2>/dev/null | grep -q INTERP; then
    programs+=("$file")
  fi
done
echo "${#programs[@]} programs of $folder"
for _ in 1 2 3 4 5; do
  start=$(date +%s%N)
  "$home/elfwright" tls layout --json "${programs[@]}" >/dev/null || true
  echo "$((($(date +%s%N) - start) / 1000000)) ms"
done
