package dev.elfwright.rseq.percpu;

import dev.elfwright.rseq.kernel.Cpus;
import dev.elfwright.rseq.kernel.Native;
import dev.elfwright.rseq.kernel.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the memory of each CPU lies, as the kernel says: strips that a thread of another CPU has
 * made and written to, which without a wish of its CPU's would lie where that thread runs. {@code
 * conformance/rseq-guest.sh} asks a machine with two nodes and holes in the numbers of its CPUs.
 */
final class Placement {
  private static final long PAGE = 4096;
  private static final long MOVE_PAGES = 279; // arch/x86/entry/syscalls/syscall_64.tbl

  /** A CPU that is on-line, its node, and the node of its memory. */
  record Place(int cpu, int node, int memory) {}

  private Placement() {}

  /** What the kernel says of every CPU that is on-line, for strips of this many bytes. */
  static List<Place> ofStrips(long size) throws Exception {
    Cpus cpus = Cpus.ofMachine();
    List<Place> places = new ArrayList<>();
    var strips = new Strips("strips", Setup.CPU_ID, size, s -> Words.set(s, 1));
    try {
      for (int cpu = 0; cpu < cpus.count(); cpu++) {
        if (runOn(cpu)) {
          while (Sections.add(strips.directory(), strips.field(), 8, 1) != 0) {
            if (!strips.prepare()) {
              throw new AssertionError("no strip on CPU " + cpu);
            }
          }
        }
      }
      runOn(0);
      strips.replaceAll(_ -> {});
      for (int cpu = 0; cpu < cpus.count(); cpu++) {
        if (strips.strip(cpu) != 0) {
          places.add(new Place(cpu, cpus.node(cpu).orElse(0), nodeOf(strips.strip(cpu))));
        }
      }
      return places;
    } finally {
      strips.close();
      Reference.reachabilityFence(strips);
    }
  }

  /** The node of memory that was just mapped and written to here, as the last strips were. */
  static int ofThisThread() {
    long address = Setup.get().kernel().orElseThrow().map(PAGE);
    Words.set(address, 1);
    return nodeOf(address);
  }

  /** Whether this thread runs on the CPU from now on: it does not on one that is off-line. */
  private static boolean runOn(int cpu) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(1024, 8);
      mask.setAtIndex(ValueLayout.JAVA_LONG, cpu / 64, 1L << cpu % 64);
      long function = Native.symbol("sched_setaffinity").orElseThrow();
      return (int) Native.call(Native.function(function, 3), 0L, mask.byteSize(), mask.address())
          == 0;
    }
  }

  private static int nodeOf(long address) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment page = arena.allocateFrom(ValueLayout.JAVA_LONG, address / PAGE * PAGE);
      MemorySegment node = arena.allocate(ValueLayout.JAVA_INT);
      long function = Native.symbol("syscall").orElseThrow();
      Native.call(
          Native.function(function, 7), MOVE_PAGES, 0L, 1L, page.address(), 0L, node.address(), 0L);
      return node.get(ValueLayout.JAVA_INT, 0);
    }
  }

  /** Prints all of it; ends with 1 when memory is on another node than its CPU. */
  public static void main(String[] args) throws Exception {
    System.out.println(
        "CPUs on-line "
            + Files.readString(Path.of("/sys/devices/system/cpu/online")).strip()
            + ", nodes "
            + Cpus.ofMachine().nodes());
    boolean right = true;
    for (long size : new long[] {64, 1 << 20}) {
      for (Place p : ofStrips(size)) {
        System.out.println(size + " bytes: " + p);
        right &= p.node() == p.memory();
      }
    }
    System.out.println("without a wish: node " + ofThisThread());
    System.exit(right ? 0 : 1);
  }
}
