package dev.elfwright.elf.note;

import dev.elfwright.elf.constant.GnuProperty;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** One property of a program. */
public sealed interface Property {

  /**
   * Bits with a meaning each: the instructions needed or used (x86), protections that all code
   * supports, such as IBT and SHSTK (x86) or BTI, PAC and GCS (AArch64), and GNU_PROPERTY_1_NEEDED.
   *
   * @param type pr_type, see {@link GnuProperty}
   * @param value all of them
   * @param names the names of those that are set, lowest first; what has none is one hexadecimal
   *     number
   */
  record Bits(int type, int value, List<String> names) implements Property {
    /** Copies the names. */
    public Bits {
      names = List.copyOf(names);
    }
  }

  /**
   * GNU_PROPERTY_STACK_SIZE.
   *
   * @param bytes the stack that the program needs, unsigned
   */
  record StackSize(long bytes) implements Property {}

  /** GNU_PROPERTY_NO_COPY_ON_PROTECTED: protected data must not be copied into a program. */
  record NoCopyOnProtected() implements Property {}

  /** GNU_PROPERTY_MEMORY_SEAL: the loader may seal the mappings of the program. */
  record MemorySeal() implements Property {}

  /**
   * GNU_PROPERTY_AARCH64_FEATURE_PAUTH (PAuth ABI extension to the AArch64 psABI): what code and
   * pointers are signed for.
   *
   * @param platform whose scheme it is
   * @param version a number of the platform
   */
  record PointerAuthentication(long platform, long version) implements Property {}

  /**
   * Any other.
   *
   * @param type pr_type
   * @param data pr_data, a view of the file
   */
  record Other(int type, MemorySegment data) implements Property {}
}
