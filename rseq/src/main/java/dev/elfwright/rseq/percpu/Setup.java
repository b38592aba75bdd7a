package dev.elfwright.rseq.percpu;

import dev.elfwright.rseq.code.CodeImage;
import dev.elfwright.rseq.code.Inside;
import dev.elfwright.rseq.code.Machine;
import dev.elfwright.rseq.code.Routine;
import dev.elfwright.rseq.code.ThreadArea;
import dev.elfwright.rseq.kernel.AuxVector;
import dev.elfwright.rseq.kernel.Cpus;
import dev.elfwright.rseq.kernel.Kernel;
import dev.elfwright.rseq.kernel.LibcRegistration;
import dev.elfwright.rseq.kernel.Membarrier;
import dev.elfwright.rseq.kernel.Native;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How this JVM comes to run sections, or why it does not: done once, when the first structure is
 * made or somebody asks. Whatever is missing ends it with a reason; then all structures work in
 * plain Java.
 */
public final class Setup {
  /** Set to {@code off}, nothing is tried; set to {@code libc}, threads are not registered here. */
  public static final String PROPERTY = "dev.elfwright.rseq";

  /** The distance of the CPU's number in a thread's area (include/uapi/linux/rseq.h). */
  public static final int CPU_ID = 4;

  /** The distance of the memory node's number. */
  public static final int NODE_ID = 20;

  /** The distance of the concurrency ID. */
  public static final int MM_CID = 24;

  /** The distance of the word by which a thread asks for a longer time slice. */
  public static final int SLICE_CONTROL = 28;

  private static final Setup INSTANCE = new Setup();

  private final Optional<Machine> machine = Machine.ofJvm();
  private final AuxVector auxVector = AuxVector.ofProcess();
  private final Cpus cpus = Cpus.ofMachine();
  private Optional<LibcRegistration> libc = Optional.empty();
  private @Nullable OwnRegistration own;
  private @Nullable Kernel kernel;
  private @Nullable Membarrier fence;
  private @Nullable CodeImage image;
  private long code;
  private int usable;
  private @Nullable String selfTest;
  private @Nullable String whyNot;

  private Setup() {
    try {
      prepare();
    } catch (UnsupportedOperationException e) {
      whyNot = e.getMessage();
    }
  }

  /** That of this JVM. */
  public static Setup get() {
    return INSTANCE;
  }

  private void prepare() {
    String wanted = System.getProperty(PROPERTY, "");
    if (!System.getProperty("os.name").equals("Linux")) {
      throw new UnsupportedOperationException("only Linux has restartable sequences");
    }
    Machine m =
        machine.orElseThrow(() ->
            new UnsupportedOperationException(
                "no sections are known for " + System.getProperty("os.arch")));
    kernel = new Kernel(m);
    libc = LibcRegistration.find();
    if (wanted.equals("off")) {
      throw new UnsupportedOperationException("switched off by -D" + PROPERTY + "=off");
    }
    if (m != Machine.X86_64) {
      throw new UnsupportedOperationException(
          "sections for " + System.getProperty("os.arch") + " are encoded, but not run yet");
    }
    ThreadArea area = findArea(kernel, wanted);
    fence = Membarrier.register(kernel);
    load(kernel, m, area);
    requireRegisteredThread();
    selfTest = SelfTest.run(this::address, fence, this::registerThread);
  }

  private ThreadArea findArea(Kernel kernel, String wanted) {
    OptionalLong featureSize = auxVector.get(AuxVector.RSEQ_FEATURE_SIZE);
    long kernelSize = featureSize.orElse(LibcRegistration.FIRST_SIZE);
    if (libc.isPresent() && libc.get().size() > 0) {
      usable = libc.get().usable(kernelSize);
      return new ThreadArea.AtThreadPointer(libc.get().offset());
    }
    String why = LibcRegistration.whyNot(libc, System.getenv());
    if (wanted.equals("libc")) {
      throw new UnsupportedOperationException(
          why + "; and -D" + PROPERTY + "=libc forbids to do it here");
    }
    try {
      own = OwnRegistration.prepare(kernel, featureSize);
    } catch (UnsupportedOperationException e) {
      throw new UnsupportedOperationException(
          why + "; registering threads here fails too: " + e.getMessage(), e);
    }
    usable = (int) kernelSize;
    return own.area();
  }

  private void load(Kernel kernel, Machine m, ThreadArea area) {
    Inside inside = Inside.ofProperty();
    code = CodePages.load(kernel, at -> Routine.assemble(m, area, inside, at).bytes());
    image = Routine.assemble(m, area, inside, code);
  }

  private void requireRegisteredThread() {
    int cpu = (int) Native.call(Native.critical(address(Routine.THREAD_FIELD), 1), (long) CPU_ID);
    if (cpu < 0) {
      throw new UnsupportedOperationException(
          "libc says that threads are registered, but the kernel has given this one no CPU number"
              + " (it shows %d), as under an emulator".formatted(cpu));
    }
  }

  /** Whether sections run in this JVM. */
  public boolean isAvailable() {
    return whyNot == null;
  }

  /** Why no sections run here; empty when they do. */
  public Optional<String> whyNot() {
    return Optional.ofNullable(whyNot);
  }

  /** The machine, if sections for it are known. */
  public Optional<Machine> machine() {
    return machine;
  }

  /** What libc says of its registration. */
  public Optional<LibcRegistration> libc() {
    return libc;
  }

  /** Whether this library registers the threads. */
  public boolean isOwnRegistration() {
    return own != null;
  }

  /** What the kernel told the process. */
  public AuxVector auxVector() {
    return auxVector;
  }

  /** The CPUs and nodes of the machine. */
  public Cpus cpus() {
    return cpus;
  }

  /** How many bytes of a thread's area have a meaning; 0 when there are no areas. */
  public int usable() {
    return usable;
  }

  /** What the self-test saw; empty when it was not reached. */
  public Optional<String> selfTest() {
    return Optional.ofNullable(selfTest);
  }

  /** The kernel, where it can be asked. */
  public Optional<Kernel> kernel() {
    return Optional.ofNullable(kernel);
  }

  /** The fence that aborts sections, where there is one. */
  public Optional<Membarrier> fence() {
    return Optional.ofNullable(fence);
  }

  /** How many bytes of code there are; 0 when none is loaded. */
  public int codeSize() {
    return image == null ? 0 : image.bytes().length;
  }

  /** Whether a field that ends at this distance is in threads' areas. */
  public boolean hasField(int distance) {
    return usable >= distance + 4;
  }

  /** The address of a routine. */
  long address(Routine routine) {
    if (image == null) {
      throw new IllegalStateException("no code is loaded");
    }
    return code + Objects.requireNonNull(image.entries().get(routine));
  }

  /** Registers the thread that the caller runs on, where that is done here. */
  boolean registerThread() {
    return own != null && own.registerThread() == 0;
  }
}
