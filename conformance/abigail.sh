#!/bin/bash
# abigail.sh [SOURCES]: our verdicts against those that libabigail's own tests expect.
#
# The pairs of its tests diff-dwarf, diff-filter, abidiff-exit and abicompat, each with what its
# authors expect: compatible, changed in a way that a person has to judge, or incompatible. Prints a
# table, and each pair that is expected to be compatible and is not for us, or the other way round;
# with ABIGAIL_ALL=1 all pairs. Left out, and counted: tests of its XML, of its language for
# suppressions, and of options that choose what is reported.
#
# SOURCES is a folder with Debian's source package of libabigail, which is downloaded when it is not
# there; or an unpacked source of any version. Exit code 3 when there is no source, 1 when a pair that is expected to be
# compatible breaks for us.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
home=$(dirname "$here")
. "$home/.mvn/find-jdk"
find_jdk
"$home/.mvn/install-packages" xz-utils
"$home/mvnw" -f "$home/pom.xml" -q -B -Dquick -DskipTests -pl abi -am package
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -e "${1-}/tests/test-abidiff-exit.cc" ]; then
  tests=$1/tests
else
  tests=$work/tests
  archive=$("$here/debian-source" libabigail ${1:+"$1"}) && [ -n "$archive" ] || {
    echo "abigail.sh: the source of libabigail could not be downloaded. No other package of Debian has its test" >&2
    echo "abigail.sh: pairs (abigail-doc, abigail-tools and libabigail-dev have none): name a folder with its source" >&2
    exit 3
  }
  tar xf "$archive" -C "$work" --strip-components=1 \
    --wildcards '*/tests/test-*.cc' '*/tests/data/test-'{diff-dwarf,diff-filter,abidiff-exit,abicompat}'/*'
fi
classes=
for module in elf machine link tls dwarf abi; do classes+=$home/$module/target/classes:; done
"$JAVA_HOME/bin/java" -cp "$classes" "$here/Abigail.java" "$tests"
