#!/bin/bash
# patchelf.sh [PROGRAM [SOURCES]]: patchelf's own test suite, once with Debian's patchelf and once with ours.
#
# PROGRAM is what stands in for patchelf; by default `elfwright patchelf`. SOURCES is a folder with
# Debian's source package of patchelf; it is downloaded when it is not there (see debian-source).
#
# The suite's scripts run unchanged. They call ../src/patchelf, which here is a small program that
# becomes the one under test: it has to be an ELF file, for some tests read their interpreter from it.
# The programs that the scripts edit are compiled with the options of the suite's Makefile.
#
# Prints a line a test, then the two totals. Exit code 1 when fewer pass with ours.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
home=${here%/*}
ours=${1:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$home/.mvn/install-packages" patchelf gcc libc6-dev binutils
archive=$("$here/debian-source" patchelf ${2:+"$2"})
mkdir "$work/suite"
tar xf "$archive" -C "$work/suite" --strip-components=1
if [ -z "$ours" ]; then
  ours=$work/elfwright-patchelf
  printf '#!/bin/sh\nexec "%s" patchelf "$@"\n' "$home/elfwright" >"$ours"
  chmod +x "$ours"
  "$home/elfwright" --version >/dev/null
fi

compile_programs() {
  cd "$work/suite/tests"
  local local_flags='-Wl,--disable-new-dtags -Wl,-rpath-link=. -L.'
  local library_flags='-Wl,--disable-new-dtags -shared -L.'
  library() { gcc -g -O2 -fpic -c -o "$1.o" "$2" && gcc $library_flags -o "$1" "$1.o" "${@:3}"; }
  program() { gcc -g -O2 -fpic -c -o "$1.o" "$2" && gcc $local_flags -o "$1" "$1.o" "${@:3}"; }
  library libbar.so bar.c -Wl,-rpath,"$PWD/no-such-path"
  library libbar-scoped.so bar.c
  library libfoo.so foo.c -lbar
  library libfoo-scoped.so foo.c -lbar-scoped
  library libsimple.so simple.c
  library libbuildid.so simple.c -Wl,-build-id
  library libtoomanystrtab.so too-many-strtab.c
  gcc -g -O2 -nostdlib -shared -Wl,-Tphdr-corruption.ld -o phdr-corruption.so void.c
  {
    cat main.c
    seq -f 'void f%.0f(void) { };' 2000
  } >big-dynstr.c
  gcc -fPIC -shared -o libbig-dynstr.so big-dynstr.c
  strip --only-keep-debug libbig-dynstr.so -o libbig-dynstr.debug
  gcc -g -O2 -o simple simple.c
  gcc -g -O2 -fPIC -pie -o simple-pie simple.c
  gcc -g -O2 -o no-rpath no-rpath.c
  program too-many-strtab too-many-strtab.c
  program main main.c -lfoo
  program main-scoped main.c -lfoo-scoped
  program big-dynstr big-dynstr.c -lfoo
  gcc -pie -nostdlib -T contiguous-note-sections.ld -o contiguous-note-sections contiguous-note-sections.s
  chmod +x ./*.sh
  local machine
  for machine in $(cd no-rpath-prebuild && ls -d no-rpath-*); do
    # One of them has a script of its own.
    [ -e "$machine.sh" ] || ln -s no-rpath-prebuild.sh "$machine.sh"
  done
}

stand_in() { # PROGRAM: makes ../src/patchelf
  printf '#include <unistd.h>\nint main(int n, char **a) { execvp("%s", a); return n ? 127 : 0; }\n' "$1" \
    >"$work/stand-in.c"
  gcc -o "$work/suite/src/patchelf" "$work/stand-in.c"
}

run_suite() { # NAME PROGRAM: writes the names of the tests that pass, and what the others say
  local name=$1 script code
  stand_in "$2"
  mkdir "$work/$name"
  for script in *.sh; do
    [ "$script" != no-rpath-prebuild.sh ] || continue
    code=0
    rm -rf scratch
    srcdir=$PWD PATCHELF_DEBUG=1 timeout 120 "./$script" >"$work/$name/${script%.sh}" 2>&1 </dev/null || code=$?
    [ "$code" != 0 ] || echo "${script%.sh}" >>"$work/$name.passed"
  done
}

compile_programs >"$work/compiled" 2>&1 || { tail -n 20 "$work/compiled" >&2; exit 3; }
cd "$work/suite/tests"
touch "$work/theirs.passed" "$work/ours.passed"
run_suite theirs "$(command -v patchelf)"
run_suite ours "$ours"

printf '%-44s %-8s %s\n' test patchelf ours
worst=0
for script in *.sh; do
  test=${script%.sh}
  [ "$test" != no-rpath-prebuild ] || continue
  a=FAIL b=FAIL
  ! grep -qx "$test" "$work/theirs.passed" || a=pass
  ! grep -qx "$test" "$work/ours.passed" || b=pass
  printf '%-44s %-8s %s\n' "$test" "$a" "$b"
  [ "$b" = pass ] || tail -n 2 "$work/ours/$test" | cut -c 1-160 | sed 's/^/    /'
done
a=$(wc -l <"$work/theirs.passed") b=$(wc -l <"$work/ours.passed")
echo "passed: $a with patchelf, $b with ours, of $(($(ls ./*.sh | wc -l) - 1))"
[ "$b" -ge "$a" ]
