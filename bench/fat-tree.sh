#!/bin/bash
# fat-tree.sh FATELF [ROUNDS]: two trees made fat by one process, against one fatelf-glue for each file.
#
# Takes the programs of some Debian packages for amd64 and arm64 that differ and stand at one path, and makes
# them fat: `elfwright fat create OUT AMD64 ARM64`, as installed, and a shell's loop over fatelf-glue in the
# folder FATELF. Ours compares the files first, and keeps mode, owner, times and attributes; FatELF does not. Prints medians of
# ROUNDS (15) rounds, in turn, and the median of the ratios with its range.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
peer=$1
rounds=${2:-15}
packages=(bash coreutils util-linux perl-base python3.11-minimal git gdb cmake vim-nox sqlite3 openssl ffmpeg rclone)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$home/install" "$work/installed" >/dev/null
elfwright=$work/installed/bin/elfwright

# Lists and packages of an architecture, beside those of this machine's apt.
apt() { # ARCHITECTURE ARGUMENT...
  local state=$work/apt-$1
  mkdir -p "$state/lists/partial" "$state/archives/partial"
  apt-get -qq -o APT::Architecture="$1" -o APT::Architectures="$1" -o Dir::State="$state" \
    -o Dir::State::status=/dev/null -o Dir::Cache="$state" -o APT::Sandbox::User=root "${@:2}"
}
for architecture in amd64 arm64; do
  apt "$architecture" update
  mkdir -p "$work/debs-$architecture" "$work/all-$architecture"
  (cd "$work/debs-$architecture" && apt "$architecture" download "${packages[@]}" >/dev/null)
  for deb in "$work/debs-$architecture"/*.deb; do
    dpkg-deb -x "$deb" "$work/all-$architecture"
  done
done

# What both have at one path, as different ELF files.
is_elf() { [ "$(head -c 4 "$1" | tr -d '\0')" = $'\177ELF' ]; }
files=()
while read -r file; do
  [ -f "$work/all-arm64/$file" ] && is_elf "$work/all-amd64/$file" && is_elf "$work/all-arm64/$file" || continue
  files+=("$file")
  for architecture in amd64 arm64; do
    mkdir -p "$work/$architecture/$(dirname "$file")"
    cp -p "$work/all-$architecture/$file" "$work/$architecture/$file"
  done
done < <(cd "$work/all-amd64" && find . -type f -links 1)
printf '%d programs, %d MB for both architectures\n' "${#files[@]}" \
  "$(du -cm --apparent-size "$work/amd64" "$work/arm64" | awk 'END { print $1 }')"

glue_all() {
  local file
  for file in "${files[@]}"; do
    mkdir -p "$work/glued/${file%/*}"
    "$peer/fatelf-glue" "$work/glued/$file" "$work/amd64/$file" "$work/arm64/$file"
  done
}
millis() { # COMMAND...
  local start=$EPOCHREALTIME
  "$@" >/dev/null
  awk -v s="$start" -v e="$EPOCHREALTIME" 'BEGIN { printf "%.2f ", (e - s) * 1000 }'
}
for ((i = 0; i < rounds; i++)); do
  rm -rf "$work/fat" "$work/glued"
  {
    millis "$elfwright" fat create "$work/fat" "$work/amd64" "$work/arm64" --align 4096
    millis glue_all
    echo
  } >>"$work/processes"
done
diff -r "$work/fat" "$work/glued"
of() { awk "{ print $1 }" "$work/processes" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)], v[1], v[NR] }'; }
read -r ours _ < <(of '$1')
read -r theirs _ < <(of '$2')
read -r ratio low high < <(of '$1 / $2')
printf 'fat create of two trees %.0f ms, fatelf-glue for each file %.0f ms, ratio %.2f (%.2f to %.2f)\n' \
  "$ours" "$theirs" "$ratio" "$low" "$high"
