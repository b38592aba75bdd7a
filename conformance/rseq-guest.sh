#!/bin/bash
# rseq-guest.sh [OPERATIONS [WORKLOAD...]]: per-CPU structures on a machine with two memory nodes whose CPUs come and go.
#
# QEMU boots Debian's kernel with 4 CPUs on 2 nodes and a JVM in its initramfs, without KVM. There: the kernel
# says that each CPU's memory is on its node, though another CPU has written to it first; the same with a hole
# in the numbers (0,2-3); and structures under 16 threads (OPERATIONS each, 200,000) are exact while CPUs 1 to 3
# go off-line and come back. The same where the kernel is not told of sections has to go wrong.
# Takes about five minutes of two cores. Exit code 1 when something is not as it should be.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
operations=${1:-200000}
shift $(($# > 0 ? 1 : 0))
workloads=${*:-COUNTERS BATCH HISTOGRAM FREE_LIST FREE_LIST_CHAINS TRACE LOG TUPLE WORDS TWO_WORDS}
. "$home/.mvn/find-jdk"
find_jdk
"$home/mvnw" -q -f "$home/pom.xml" -Dquick -DskipTests -pl rseq -am test-compile
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

kernel=$(ls "$home"/target/kernel/linux-image-*/boot/vmlinuz-* 2>/dev/null | tail -1 || true)
if [ -z "$kernel" ]; then
  package=$(apt-cache depends linux-image-amd64 | sed -n 's/ *Depends: \(linux-image-[0-9].*\)/\1/p' | head -1)
  (cd "$work" && apt-get -qq -o APT::Sandbox::User=root download "$package" && dpkg-deb -x ./*.deb image)
  kernel=$(ls "$work"/image/boot/vmlinuz-*)
fi

root=$work/root
mkdir -p "$root"/{bin,proc,sys,dev,tmp,lib64}
cp /bin/busybox "$root/bin/"
"$JAVA_HOME/bin/jlink" --add-modules java.base --strip-debug --no-header-files --no-man-pages --output "$root/jdk"
cp -r "$home/rseq/target/classes" "$home/rseq/target/test-classes" "$root/"
ldd "$root/jdk/bin/java" "$root/jdk/lib/server/libjvm.so" "$root"/jdk/lib/lib{java,jimage,nio,net}.so | grep -o '/[^ ]*lib[^ ]*/[^ ]*\.so[^ ]*' |
  grep -v "^$root" | sort -u | while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done
each=$((operations / 16))
cat >"$root/init" <<END
#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
exec >/dev/ttyS1 2>&1
run() { /jdk/bin/java --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx400m -cp /classes:/test-classes "\$@"; }
switch() { echo \$2 >/sys/devices/system/cpu/cpu\$1/online; }
echo "== placement"
run dev.elfwright.rseq.percpu.Placement && echo placed
switch 1 0
echo "== placement, a hole"
run dev.elfwright.rseq.percpu.Placement && echo placed
switch 1 1
while true; do for cpu in 1 2 3; do switch \$cpu 0; sleep 1; switch \$cpu 1; done; done &
echo "== told"
run dev.elfwright.rseq.Workload 16 $each 100 $((operations / 100)) $workloads
echo "== not told"
run -Ddev.elfwright.rseq.inside=broken dev.elfwright.rseq.Workload 16 $each 100 $((operations / 100)) alone COUNTERS FREE_LIST
poweroff -f
END
chmod +x "$root/init"
(cd "$root" && find . | busybox cpio -o -H newc 2>/dev/null | gzip -1) >"$work/root.gz"
timeout 1500 qemu-system-x86_64 -accel tcg,thread=multi -cpu max -smp 4 -m 2G \
  -object memory-backend-ram,id=m0,size=1G -object memory-backend-ram,id=m1,size=1G \
  -numa node,memdev=m0,cpus=0-1 -numa node,memdev=m1,cpus=2-3 \
  -nodefaults -no-reboot -display none -serial file:"$work/console" -serial file:"$work/said" \
  -kernel "$kernel" -initrd "$work/root.gz" -append "console=ttyS0 panic=-1" || { tail -5 "$work/console"; exit 1; }
tr -d '\r' <"$work/said" >"$work/text"
cat "$work/text"
part() { sed -n "/^== $1\$/,/^== /p" "$work/text"; }
wrong=0
[ "$(grep -c '^placed$' "$work/text")" = 2 ] || wrong=1
[ "$(part placement | grep -c 'node=1, memory=1')" = 4 ] && part placement | grep -q '^without a wish: node 0' || wrong=1
part "placement, a hole" | grep -q 'on-line 0,2-3, nodes 2' || wrong=1
part told | grep -qx sections && [ "$(part told | grep -c ' exact$')" = "$(wc -w <<<"$workloads")" ] || wrong=1
part "not told" | grep -q ' wrong: ' && ! part "not told" | grep -q ' exact$' || wrong=1
exit "$wrong"
