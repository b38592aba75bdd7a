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
number=0
while IFS= read -r command; do
  for argument in --version --help; do
    code=0
    # Each is alone with its children: killall5 and the like find nobody else.
    timeout -k 1 "$limit" unshare --pid --fork --kill-child chroot "$work/root" \
      "/$command" "$argument" </dev/null \
      >"$work/out/$number$argument.out" 2>"$work/out/$number$argument.err" || code=$?
    echo "$code" >"$work/out/$number$argument.code"
  done
  number=$((number + 1))
  echo "$number"
done <"$work/commands"
