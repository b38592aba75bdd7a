#!/bin/bash
# tls.sh [SEED [ROOT]]: 1,000 random processes, each run by the real loader and predicted.
#
# 20 pools of 24 libraries and 6 programs are compiled (sizes, alignments, models, needs in circles,
# variables of one name, constructors that use theirs, a statically linked program); each serves 50 processes
# with random dlopens, tunables, preloaded libraries and an audit module. The failing library of every dlopen
# and the place of every segment in the block have to be as predicted. Exit code 1 otherwise. Takes a few
# minutes on 2 cores. With ROOT they run with the glibc that lies there: libc6 and libc6-dev of Debian for x86-64,
# unpacked, with relative links; or an installation of upstream's laid out so. Of Debian 11's (2.31, seed 4011) and of
# upstream's 2.31 (seed 24) 1,000 of 1,000 agreed, once each.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
exec "$home/mvnw" -q -f "$home/pom.xml" -Dquick -pl tls -am test -Dtest=LoaderOracleTest \
  -Dsurefire.failIfNoSpecifiedTests=false \
  -Delfwright.tls.seed="${1:-2026}" -Delfwright.tls.pools=20 -Delfwright.tls.scenarios=50 ${2:+-Delfwright.tls.root="$2"}
