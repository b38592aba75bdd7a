package dev.elfwright.link.measure;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Breakpoints as instructions in the program's memory: {@code int3}, which leaves the processor one
 * byte behind its address (Intel SDM volume 2, "INT3"). The file stays as it is, for text is mapped
 * privately.
 *
 * <p>Nothing is stepped over: a breakpoint that was reached goes, and the instruction that stood
 * there runs. All who share the memory can meet one, so threads and children of vfork must be
 * traced; the copies in children of fork are taken out before these run.
 */
final class CodeBreakpoints implements Breakpoints {
  private static final byte INT3 = (byte) 0xcc;

  private final Ptrace ptrace;

  /** The bytes that belong where an {@code int3} is. */
  private final Map<Long, Byte> planted = new HashMap<>();

  /** Where one has been: another thread may have met it just before it went. */
  private final Set<Long> gone = new HashSet<>();

  CodeBreakpoints(Ptrace ptrace) {
    this.ptrace = ptrace;
  }

  @Override
  public long traceOptions() {
    return Ptrace.TRACE_NEW_TASKS;
  }

  @Override
  public void entered() {
    planted.clear();
    gone.clear();
  }

  @Override
  public void set(int task, Set<Long> wanted) {
    for (long address : Set.copyOf(planted.keySet())) {
      if (!wanted.contains(address)) {
        ptrace.write(task, address, planted.getOrDefault(address, INT3));
        planted.remove(address);
        gone.add(address);
      }
    }
    for (long address : wanted) {
      if (!planted.containsKey(address)) {
        planted.put(address, ptrace.read(task, address));
        ptrace.write(task, address, INT3);
      }
    }
  }

  @Override
  public OptionalLong reached(int task) {
    long at = ptrace.instruction(task) - 1;
    if (!planted.containsKey(at) && !gone.contains(at)) {
      return OptionalLong.empty();
    }
    ptrace.setInstruction(task, at);
    return OptionalLong.of(at);
  }

  /** Whether memory is shared shows in what happens to the other's when one's is written. */
  @Override
  public boolean leave(int made, int by) {
    boolean own = true;
    for (Map.Entry<Long, Byte> one : planted.entrySet()) {
      long address = one.getKey();
      ptrace.write(made, address, one.getValue());
      if (ptrace.read(by, address) != INT3) {
        own = false;
        ptrace.write(made, address, INT3);
      }
    }
    return own;
  }
}
