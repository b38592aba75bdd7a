#!/bin/bash
# cycles.sh [--patchelf] [COUNT]: programs and libraries are edited, stripped by other tools, and edited again.
#
# Takes COUNT programs of /usr/bin and COUNT libraries of /usr/lib (200 each) and, for each of GNU strip,
# llvm-strip 14, llvm-strip 19 and eu-strip, does this to a copy: set a long rpath and add a needed
# library, strip, set a longer rpath. With --patchelf, patchelf makes the edits instead of `elfwright elf
# edit`, for comparison.
#
# After each of the three steps
# - a program is resolved by ld.so (--list with LD_BIND_NOW=1) and run with --version (or --help) and has
#   to print and return what the original does in the same place; a library is opened by dlopen(RTLD_NOW);
# - eu-elflint must not find more than it did before.
# Only files that pass these tests untouched, and twice with the same output, take part.
# Prints a table; what failed and why follows. Exit code 1 when anything failed.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
home=${here%/*}
editor=elfwright
[ "${1-}" != --patchelf ] || { editor=patchelf; shift; }
count=${1:-200}
"$home/.mvn/install-packages" binutils elfutils llvm-14 llvm-19 patchelf gcc libc6-dev
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export work home editor
[ "$editor" != elfwright ] || "$home/elfwright" --version >/dev/null
printf '#include <dlfcn.h>\n#include <stdio.h>\nint main(int n, char **a) {
  if (n > 1 && dlopen(a[1], RTLD_NOW)) return 0;
  fprintf(stderr, "%%s\\n", dlerror());
  return 1;
}\n' >"$work/load.c"
gcc -o "$work/load" "$work/load.c"
mkdir "$work/files"

edit() {
  if [ "$editor" = patchelf ]; then patchelf "$@"; else "$home/elfwright" elf edit --in-place "$@"; fi
}

# What a program says: run under a name and in a folder that are the same before and after.
says() { # FILE
  local answer code=0
  answer=$(cd "$work/files" && LD_BIND_NOW=1 timeout 10 "$1" "$argument" </dev/null 2>&1 | head -c 100000 | md5sum) || code=$?
  echo "$answer $code ${PIPESTATUS[0]}"
}

loads() { # KIND FILE
  case $1 in
  library) LD_BIND_NOW=1 timeout 10 "$work/load" "$2" ;;
  program) LD_BIND_NOW=1 timeout 10 /lib64/ld-linux-x86-64.so.2 --list "$2" ;;
  esac >/dev/null 2>"$2.why"
}

findings() { eu-elflint --gnu-ld "$1" 2>&1 | grep -vc '^No errors$' || true; }

strip_with() { # TOOL FILE
  case $1 in
  gnu) strip "$2" ;;
  llvm14) llvm-strip-14 "$2" ;;
  llvm19) llvm-strip-19 "$2" ;;
  eu) eu-strip "$2" ;;
  esac
}

step() { # NAME COMMAND...: does one thing to $file and then looks at it
  local name=$1 after
  shift
  "$@" >"$file.out" 2>&1 || { fail "$name" "$(head -n 1 "$file.out")"; return 1; }
  loads "$kind" "$file" || { fail "$name" "does not load: $(tail -n 1 "$file.why")"; return 1; }
  if [ "$kind" = program ]; then
    [ "$(says "$file")" = "$said" ] || { fail "$name" 'does not run as before'; return 1; }
  fi
  after=$(findings "$file")
  [ "$after" -le "$lint" ] || worse="$name: eu-elflint finds $after instead of $lint"
}

fail() { printf '%s %s FAIL %s: %s: %s\n' "$kind" "$tool" "${original##*/}" "$1" "$2"; }

cycle() { # KIND ORIGINAL TOOL
  local kind=$1 original=$2 tool=$3 file argument said= lint worse=
  argument=$(cat "$work/argument-${original##*/}" 2>/dev/null || true)
  mkdir -p "$work/files/$tool"
  file=$work/files/$tool/${original##*/}
  cp "$original" "$file"
  chmod u+w "$file"
  lint=$(findings "$file")
  [ "$kind" = library ] || said=$(says "$file")
  local long
  long=/nowhere/$(printf 'x%.0s' {1..300})
  step edit edit --set-rpath "$long" --add-needed libm.so.6 "$file" &&
    step strip strip_with "$tool" "$file" &&
    step 'edit again' edit --set-rpath "$long:/nowhere/else" "$file" &&
    if [ -n "$worse" ]; then
      printf '%s %s lint %s: %s\n' "$kind" "$tool" "${original##*/}" "$worse"
    else
      printf '%s %s ok\n' "$kind" "$tool"
    fi
  rm -f "$file" "$file".*
}

fit() { # KIND FILE: whether it can take part; finds the argument that a program answers
  local kind=$1 original=$2 file argument
  mkdir -p "$work/files/fit"
  file=$work/files/fit/${original##*/}
  readelf -d "$original" 2>/dev/null | grep -q NEEDED || return 1
  ! readelf -d "$original" | grep -q 'NEEDED.*libm\.so' || return 1
  # An rpath of its own leads to libraries that the edit hides.
  ! readelf -d "$original" | grep -q 'R.*PATH' || return 1
  cp "$original" "$file" && chmod u+w "$file" || return 1
  loads "$kind" "$file" || return 1
  if [ "$kind" = program ]; then
    for argument in --version --help; do
      if (cd "$work/files" && timeout 5 "$file" "$argument" </dev/null >"$file.out" 2>&1) && [ -s "$file.out" ] &&
        [ "$(says "$file")" = "$(says "$file")" ]; then
        echo "$argument" >"$work/argument-${original##*/}"
        break
      fi
    done
    [ -e "$work/argument-${original##*/}" ] || return 1
  fi
  rm -f "$file" "$file".*
  # Enough were found: 255 makes xargs stop.
  echo "$kind $original" 2>/dev/null || exit 255
}

export -f edit says loads findings strip_with step fail cycle fit

# A step through the sorted names, so that not all of them begin with the same letter.
candidates() { # FOLDER PATTERN
  find "$1" -maxdepth "$3" -type f -name "$2" -size +7k -size -4000k | sort | awk -v n="$count" \
    '{ all[NR] = $0 } END { step = int(NR / (n * 3)) + 1; for (s = 1; s <= step; s++) for (i = s; i <= NR; i += step) print all[i] }'
}
choose() { # KIND: the first COUNT of the names on standard input that fit
  xargs -P 2 -I{} bash -c "fit $1 {} || exit 0" 2>/dev/null | head -n "$count" || true
}
# What changes the machine or wants a terminal when it is run is left out.
candidates /usr/bin '*' 1 | grep -vE '/(x|X|gnome|dbus|systemd|init|reboot|shutdown|halt|poweroff)[^/]*$' |
  choose program >"$work/chosen"
candidates /usr/lib/x86_64-linux-gnu 'lib*.so*' 1 | choose library >>"$work/chosen"

while read -r kind original; do
  for tool in gnu llvm14 llvm19 eu; do
    printf '%s %s %s\n' "$kind" "$original" "$tool"
  done
done <"$work/chosen" | xargs -P 2 -L 1 bash -c 'cycle "$@"' cycle >"$work/results" 2>"$work/errors" || true

echo "edits by $editor; $(grep -c ^program "$work/chosen") programs, $(grep -c ^library "$work/chosen") libraries"
printf '%-8s %-8s %6s %6s %8s\n' kind strip ok failed 'new lint'
for kind in program library; do
  for tool in gnu llvm14 llvm19 eu; do
    printf '%-8s %-8s %6d %6d %8d\n' $kind $tool "$(grep -c "^$kind $tool ok" "$work/results" || true)" \
      "$(grep -c "^$kind $tool FAIL" "$work/results" || true)" \
      "$(grep -c "^$kind $tool lint" "$work/results" || true)"
  done
done
grep -vE ' ok$' "$work/results" | sort || true
! grep -qvE ' ok$' "$work/results"
