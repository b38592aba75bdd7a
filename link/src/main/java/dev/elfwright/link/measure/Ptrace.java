package dev.elfwright.link.measure;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The kernel's tracing interface, for one thread: ptrace(2) binds a traced task to the thread that
 * seized it, so nothing here may be called from another one.
 */
final class Ptrace implements AutoCloseable {
  static final int SIGTRAP = 5;
  static final int SIGKILL = 9;
  static final int SIGCONT = 18;

  static final long CONTINUE = 7;
  static final long TO_NEXT_SYSTEM_CALL = 24;

  static final long TRACE_SYSTEM_CALLS_APART = 1;
  static final long TRACE_NEW_TASKS = 2 | 4 | 8;
  static final long TRACE_EXEC = 1 << 4;
  static final long TRACE_EXIT = 1 << 6;
  static final long KILL_ON_TRACER_EXIT = 1 << 20;

  private static final long PEEKTEXT = 1;
  private static final long POKETEXT = 4;
  private static final long POKEUSER = 6;
  private static final long GETREGS = 12;
  private static final long DETACH = 17;
  private static final long GET_EVENT_MESSAGE = 0x4201;
  private static final long SEIZE = 0x4206;
  private static final long INTERRUPT = 0x4207;
  private static final long LISTEN = 0x4208;
  private static final long GET_SYSCALL_INFO = 0x420e;

  private static final int WUNTRACED = 2;
  private static final int WALL = 0x4000_0000;

  /** Only children of this thread: others of the JVM belong to {@link ProcessBuilder}. */
  private static final int WNOTHREAD = 0x2000_0000;

  /** {@code struct user_regs_struct} of x86-64: 27 words. */
  private static final long REGISTERS_BYTES = 27 * 8;

  private static final long RDI = 14;
  private static final long RIP = 16;
  private static final long RSP = 19;

  /** {@code offsetof(struct user, u_debugreg)} on x86-64. */
  private static final long DEBUG_REGISTERS = 848;

  private static final long DEBUG_CONTROL = DEBUG_REGISTERS + 7 * 8;

  /** Fields of DR7 (Intel SDM volume 3, "Debug Control Register"). */
  private static final long LOCAL_ENABLE = 1;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment errno = arena.allocate(Libc.ERRNO_LAYOUT);
  private final MemorySegment status = arena.allocate(JAVA_INT);
  private final MemorySegment registers = arena.allocate(REGISTERS_BYTES, 8);
  private final MemorySegment call = arena.allocate(88, 8);

  /** Whether this machine's registers are known here. */
  static boolean isSupported() {
    return System.getProperty("os.arch").equals("amd64");
  }

  void seize(int pid, long options) {
    if (request(SEIZE, pid, 0, options) != 0) {
      throw new MeasureException(
          "process "
              + pid
              + " cannot be traced: "
              + Libc.message(Libc.errno(errno))
              + " (a container needs the capability SYS_PTRACE)");
    }
  }

  /** Lets a stopped task go on; a task that has died meanwhile is no error. */
  void resume(long how, int pid, int signal) {
    request(how, pid, 0, signal);
  }

  /** Leaves a task in its group stop, but hears when it is continued. */
  void listen(int pid) {
    request(LISTEN, pid, 0, 0);
  }

  void interrupt(int pid) {
    request(INTERRUPT, pid, 0, 0);
  }

  /** The task that a task in a {@link TraceEvent.Forked} stop has made. */
  int newTask(int pid) {
    request(GET_EVENT_MESSAGE, pid, 0, call.address());
    return (int) call.get(JAVA_LONG, 0);
  }

  void detach(int pid) {
    request(DETACH, pid, 0, 0);
  }

  /** Waits for the next stop or end of {@code pid}, of any traced task for -1. */
  TraceEvent next(int pid) {
    return waitFor(pid, WALL | WNOTHREAD);
  }

  /** Waits until an untraced child has stopped or ended. */
  TraceEvent awaitStop(int pid) {
    return waitFor(pid, WUNTRACED);
  }

  private TraceEvent waitFor(int pid, int options) {
    int reaped;
    do {
      reaped = Libc.wait4(errno, pid, status, options, MemorySegment.NULL);
    } while (reaped < 0 && Libc.errno(errno) == Libc.EINTR);
    if (reaped < 0) {
      throw new MeasureException("wait4: " + Libc.message(Libc.errno(errno)));
    }
    return TraceEvent.of(reaped, status.get(JAVA_INT, 0));
  }

  /** The number of the system call that is being entered, -1 when the task is leaving one. */
  long enteredCall(int pid) {
    request(GET_SYSCALL_INFO, pid, call.byteSize(), call.address());
    boolean isEntry = call.get(JAVA_BYTE, 0) == 1;
    return isEntry ? call.get(JAVA_LONG, 24) : -1;
  }

  /** The address of the next instruction. */
  long instruction(int pid) {
    return register(pid, RIP);
  }

  /** The first argument of the function that is about to start. */
  long firstArgument(int pid) {
    return register(pid, RDI);
  }

  /** Where the function that is about to start will return to. */
  long returnAddress(int pid) {
    return word(pid, register(pid, RSP));
  }

  /** Sets the address of the next instruction. */
  void setInstruction(int pid, long address) {
    request(POKEUSER, pid, RIP * Long.BYTES, address);
  }

  /** Eight bytes of a stopped task's memory. */
  private long word(int pid, long address) {
    long word = request(PEEKTEXT, pid, address, 0);
    check(word == -1 && Libc.errno(errno) != 0, pid, "read", address);
    return word;
  }

  /** One byte of a stopped task's memory. */
  byte read(int pid, long address) {
    return (byte) (word(pid, address & -8) >>> shift(address));
  }

  /** Writes one byte of a stopped task's memory, be it writable or not. */
  void write(int pid, long address, byte value) {
    long others = word(pid, address & -8) & ~(0xffL << shift(address));
    long word = others | (value & 0xffL) << shift(address);
    check(request(POKETEXT, pid, address & -8, word) != 0, pid, "written", address);
  }

  private static int shift(long address) {
    return (int) (address & 7) * 8;
  }

  /** A task that has died meanwhile is no error; its end is told by the next event. */
  private void check(boolean failed, int pid, String what, long address) {
    if (failed && Libc.errno(errno) != Libc.ESRCH) {
      throw new MeasureException(
          "memory of process %d at 0x%x cannot be %s: %s"
              .formatted(pid, address, what, Libc.message(Libc.errno(errno))));
    }
  }

  private long register(int pid, long index) {
    request(GETREGS, pid, 0, registers.address());
    return registers.getAtIndex(JAVA_LONG, index);
  }

  /**
   * Sets the processor's four breakpoint registers: up to four addresses that stop the task before
   * the instruction there.
   *
   * @return whether the kernel took them all
   */
  boolean breakAt(int pid, long[] addresses) {
    long control = 0;
    boolean accepted = request(POKEUSER, pid, DEBUG_CONTROL, 0) == 0;
    for (int i = 0; i < addresses.length; i++) {
      accepted &= request(POKEUSER, pid, DEBUG_REGISTERS + 8L * i, addresses[i]) == 0;
      control |= LOCAL_ENABLE << (2 * i);
    }
    accepted &= request(POKEUSER, pid, DEBUG_CONTROL, control) == 0;
    return accepted;
  }

  private long request(long request, int pid, long address, long data) {
    return Libc.ptrace(errno, request, pid, address, data);
  }

  @Override
  public void close() {
    arena.close();
  }
}
