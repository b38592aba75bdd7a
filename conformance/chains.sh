#!/bin/bash
# chains.sh [FOLDER...]: each dynamic ELF file below the folders (/usr/bin and /usr/lib) is changed four times in a row.
#
# In process: a search path and needed files, strip, a longer path with another soname and hidden symbols,
# a path longer still. Every result is read again and verified; it must give no finding that the
# original does not give. Nothing is written. Exit code 1 when one does, or an edit is refused.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
home=${here%/*}
. "$home/.mvn/find-jdk"
find_jdk
"$home/mvnw" -f "$home/pom.xml" -q -B -Dquick -DskipTests -pl elf -am package
[ $# -gt 0 ] || set -- /usr/bin /usr/lib
exec "$JAVA_HOME/bin/java" -Xmx2g -cp "$home/elf/target/classes" "$here/Chains.java" "$@"
