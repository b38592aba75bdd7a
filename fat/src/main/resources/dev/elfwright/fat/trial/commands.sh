# Runs every command of a root, each with --version and --help, and keeps code and output.
# $1: the root. $2: a folder with "commands", a path a line, and "registrations", a line each for
# binfmt_misc. $3: seconds that a command may take. Runs in user, mount, process and network
# namespaces of its own; prints a line for each command that is done.
set -eu
root=$1 work=$2 limit=$3
mkdir -p "$work/root" "$work/binfmt" "$work/out"
if [ -s "$work/registrations" ]; then
  mount -t binfmt_misc none "$work/binfmt"
  while IFS= read -r line; do
    printf '%s' "$line" >"$work/binfmt/register"
  done <"$work/registrations"
fi
mount --bind "$root" "$work/root"
mount -o remount,bind,ro "$work/root"
mount -t proc proc "$work/root/proc"
for folder in dev tmp run var/tmp; do
  mount -t tmpfs tmpfs "$work/root/$folder"
done
for node in null zero full random urandom; do
  : >"$work/root/dev/$node"
  mount --bind "/dev/$node" "$work/root/dev/$node"
done
run() { # number, command, argument
  code=0
  # Each is alone: killall5 finds nobody else, and temporary files named by process do not meet.
  timeout -k 1 "$limit" unshare --mount --pid --fork --kill-child \
    sh -c 'mount -t tmpfs tmpfs "$1/tmp" && exec chroot "$@"' sh "$work/root" "/$2" "$3" \
    </dev/null >"$work/out/$1$3.out" 2>"$work/out/$1$3.err" || code=$?
  echo "$code" >"$work/out/$1$3.code"
}
number=0
while IFS= read -r command; do
  run "$number" "$command" --version &
  run "$number" "$command" --help &
  wait
  number=$((number + 1))
  echo "$number"
done <"$work/commands"
