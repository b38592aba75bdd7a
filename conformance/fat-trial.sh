#!/bin/bash
# fat-trial.sh [FOLDER]: Debian roots are made fat and every command is run, as root. An hour or less.
#
# Makes a minbase root of amd64 and one of arm64 (its packages are configured under qemu-user, in namespaces
# of its own), from the mirror that this machine's apt is configured for. Then `elfwright fat trial`:
# 20 % of the packages for three seeds, one of which draws libc6; all packages; both roots merged.
# FOLDER (a new one below /var/tmp) keeps the roots for the next run. Prints a table for each; exit code 1
# when a command behaves differently through a view.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
home=${here%/*}
"$home/.mvn/install-packages" debootstrap qemu-user-static erofs-utils
folder=${1:-$(mktemp -d /var/tmp/fat-trial-XXXXXX)}
mkdir -p "$folder"
. /etc/os-release
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' "Codename: $VERSION_CODENAME" | head -n1)

[ -e "$folder/amd64/etc/debian_version" ] || debootstrap --variant=minbase --arch=amd64 "$VERSION_CODENAME" "$folder/amd64" "$mirror"
if [ ! -e "$folder/arm64.done" ]; then
  debootstrap --foreign --variant=minbase --arch=arm64 "$VERSION_CODENAME" "$folder/arm64" "$mirror"
  mkdir -p "$folder/binfmt"
  cat >"$folder/second-stage" <<'SECOND'
set -e
mount -t binfmt_misc none "$1/binfmt"
printf '%s' ':qemu-aarch64:M::\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00:\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff:/usr/bin/qemu-aarch64-static:FOC' >"$1/binfmt/register"
mount -t proc proc "$1/arm64/proc"
for node in null zero random urandom; do
  : >>"$1/arm64/dev/$node"
  mount --bind "/dev/$node" "$1/arm64/dev/$node"
done
container=lxc chroot "$1/arm64" /debootstrap/debootstrap --second-stage
SECOND
  unshare --user sleep infinity &
  users=$!
  trap 'kill $users' EXIT
  sleep 1
  echo '0 0 65536' >"/proc/$users/uid_map"
  echo '0 0 65536' >"/proc/$users/gid_map"
  PATH=/usr/sbin:/usr/bin:/sbin:/bin nsenter -t "$users" --user --setuid 0 --setgid 0 \
    unshare --mount --pid --fork --kill-child --uts --ipc sh "$folder/second-stage" "$folder"
  : >"$folder/arm64.done"
fi

roots=("amd64=$folder/amd64" "arm64=$folder/arm64")
draws_libc6() {
  "$home/elfwright" fat trial "${roots[@]}" --share 0.2 --seed "$1" --dry-run | grep -qw libc6
}
with=1
until draws_libc6 "$with"; do
  with=$((with + 1))
done
without=()
for ((seed = 1; ${#without[@]} < 2; seed++)); do
  draws_libc6 "$seed" || without+=("$seed")
done

failed=0
trial() {
  rm -rf "$folder/work"
  mkdir "$folder/work"
  echo "== $*"
  "$home/elfwright" fat trial "${roots[@]}" --work "$folder/work" "$@" || failed=1
  rm -rf "$folder/work"
}
trial --share 0.2 --seed "${without[0]}"
trial --share 0.2 --seed "${without[1]}"
trial --share 0.2 --seed "$with"
trial --share 1
trial --merged
exit "$failed"
