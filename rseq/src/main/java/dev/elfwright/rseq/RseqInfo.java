package dev.elfwright.rseq;

import dev.elfwright.rseq.kernel.AuxVector;
import dev.elfwright.rseq.kernel.Kernel;
import dev.elfwright.rseq.kernel.LibcRegistration;
import dev.elfwright.rseq.kernel.Native;
import dev.elfwright.rseq.percpu.Setup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was found out about restartable sequences in this JVM.
 *
 * @param available whether sections run
 * @param reason why they do not; empty when they do
 * @param machine the processor, as the JVM calls it
 * @param kernel name and release of the operating system
 * @param libc name and version of libc, as far as it tells
 * @param registration who registers threads, and what libc says about that
 * @param kernelArea what the kernel says about the area of a thread
 * @param features all that there can be, each with the reason why or why not
 * @param cpus one more than the highest number that a CPU can have
 * @param nodes memory nodes, 0 when the kernel does not say
 */
public record RseqInfo(
    boolean available,
    Optional<String> reason,
    String machine,
    String kernel,
    String libc,
    Registration registration,
    KernelArea kernelArea,
    List<Feature> features,
    int cpus,
    int nodes) {

  /** Who registers threads with the kernel. */
  public enum Registrar {
    /** The C library, for every thread, before it runs. */
    LIBC,
    /** This library, for each thread at its first operation. */
    OWN,
    /** Nobody. */
    NONE
  }

  /**
   * How threads are registered.
   *
   * @param by who does it
   * @param offset {@code __rseq_offset}, where libc has it
   * @param size {@code __rseq_size}, where libc has it
   * @param flags {@code __rseq_flags}, where libc has it
   * @param usable how many bytes of a thread's area have a meaning
   */
  public record Registration(
      Registrar by,
      Optional<Long> offset,
      Optional<Integer> size,
      Optional<Integer> flags,
      int usable) {}

  /**
   * The auxiliary vector's entries, which kernels have from 6.3.
   *
   * @param featureSize AT_RSEQ_FEATURE_SIZE: bytes of a thread's area that the kernel fills in
   * @param alignment AT_RSEQ_ALIGN, in bytes
   */
  public record KernelArea(Optional<Long> featureSize, Optional<Long> alignment) {}

  /**
   * Something that may be there or not.
   *
   * @param name as the kernel calls it
   * @param available whether it is there
   * @param why what it is good for, or the reason why it is not there
   */
  public record Feature(String name, boolean available, String why) {}

  static RseqInfo of(Setup setup) {
    return new RseqInfo(
        setup.isAvailable(),
        setup.whyNot(),
        setup
            .machine()
            .map(m -> m.name().toLowerCase(Locale.ROOT))
            .orElse(System.getProperty("os.arch")),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Native.glibcVersion().map(v -> "glibc " + v).orElse("not glibc"),
        registration(setup),
        new KernelArea(
            boxed(setup.auxVector().get(AuxVector.RSEQ_FEATURE_SIZE)),
            boxed(setup.auxVector().get(AuxVector.RSEQ_ALIGN))),
        features(setup),
        setup.cpus().count(),
        setup.cpus().nodes());
  }

  private static Optional<Long> boxed(OptionalLong value) {
    return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
  }

  private static Registration registration(Setup setup) {
    Optional<LibcRegistration> libc = setup.libc();
    Registrar by =
        setup.isOwnRegistration()
            ? Registrar.OWN
            : setup.usable() > 0 ? Registrar.LIBC : Registrar.NONE;
    return new Registration(
        by,
        libc.map(LibcRegistration::offset),
        libc.map(LibcRegistration::size),
        libc.map(LibcRegistration::flags),
        setup.usable());
  }

  private static List<Feature> features(Setup setup) {
    List<Feature> all = new ArrayList<>();
    all.add(registered(setup));
    all.add(field(setup, "cpu_id", Setup.CPU_ID, "the CPU that a thread runs on"));
    all.add(field(setup, "node_id", Setup.NODE_ID, "the memory node of that CPU"));
    all.add(field(setup, "mm_cid", Setup.MM_CID, "numbers as low as there are running threads"));
    all.add(sliceExtension(setup));
    all.add(
        step(
            "membarrier",
            setup.usable() > 0,
            setup
                .fence()
                .map(_ -> "a fence restarts sections on other CPUs: draining, resizing, closing"),
            setup));
    all.add(
        step(
            "code",
            setup.fence().isPresent(),
            Optional.of(setup.codeSize())
                .filter(n -> n > 0)
                .map("%d bytes of machine code, executable and not writable"::formatted),
            setup));
    all.add(step("self-test", setup.codeSize() > 0, setup.selfTest(), setup));
    all.add(nodes(setup));
    return List.copyOf(all);
  }

  /** A step of the start; the first that fails is the reason why nothing works. */
  private static Feature step(String name, boolean reached, Optional<String> result, Setup setup) {
    return new Feature(
        name,
        result.isPresent(),
        result.orElseGet(() ->
            reached
                ? setup.whyNot().orElseThrow()
                : "not tried, for what comes before it is missing"));
  }

  private static Feature registered(Setup setup) {
    if (setup.usable() == 0) {
      return new Feature("registration", false, setup.whyNot().orElseThrow());
    }
    return new Feature(
        "registration",
        true,
        setup.isOwnRegistration()
            ? "by this library, each thread at its first operation: "
                + LibcRegistration.whyNot(setup.libc(), System.getenv())
            : "by libc, for every thread");
  }

  private static Feature field(Setup setup, String name, int distance, String use) {
    if (setup.usable() == 0) {
      return new Feature(name, false, "no thread is registered");
    }
    return setup.hasField(distance)
        ? new Feature(name, true, use)
        : new Feature(
            name,
            false,
            "the area ends before it, at %d of %d bytes; kernels have it from Linux 6.3"
                .formatted(setup.usable(), distance + 4));
  }

  private static Feature sliceExtension(Setup setup) {
    String name = "slice_ctrl";
    if (!setup.isAvailable()) {
      return new Feature(name, false, "sections are not available");
    }
    if (!setup.hasField(Setup.SLICE_CONTROL)) {
      return new Feature(
          name, false, "the kernel or libc knows no time slice extension; it came with Linux 7.0");
    }
    Kernel kernel = setup.kernel().orElseThrow();
    long on = kernel.sliceExtension();
    if (on < 0) {
      return new Feature(
          name,
          false,
          "the kernel is built without time slice extension, CONFIG_RSEQ_SLICE_EXTENSION (%s)"
              .formatted(Kernel.error(on)));
    }
    long off = on == 0 ? kernel.leaveSliceExtensionOff() : 0;
    if (off < 0) {
      return new Feature(name, false, whyNotExtended(off, setup.usable()));
    }
    return new Feature(
        name,
        true,
        on == 1
            ? "this thread may ask for a longer time slice"
            : "threads may ask for longer time slices once prctl has allowed it; sections here do"
                + " not need it");
  }

  /** Linux 7.2 wants an area larger than the first version's, padding included (kernel/rseq.c). */
  private static String whyNotExtended(long error, int usable) {
    if (error != -Kernel.ENOTSUPP) {
      return "the kernel refuses time slice extension (" + Kernel.error(error) + ")";
    }
    return usable > LibcRegistration.FIRST_SIZE_PADDED
        ? "time slice extension was switched off at boot (rseq_slice_ext)"
        : "the kernel extends time slices of threads with areas of more than "
            + LibcRegistration.FIRST_SIZE_PADDED
            + " bytes, if at all (rseq_slice_ext); those here have no more";
  }

  private static Feature nodes(Setup setup) {
    int nodes = setup.cpus().nodes();
    return switch (nodes) {
      case 0 -> new Feature("numa", false, "the kernel does not say which memory nodes there are");
      case 1 -> new Feature("numa", false, "all memory is on one node, so nothing needs placing");
      default ->
          new Feature(
              "numa", true, "each CPU's memory comes from its own of %d nodes".formatted(nodes));
    };
  }
}
