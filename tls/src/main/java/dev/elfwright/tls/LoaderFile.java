package dev.elfwright.tls;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * What the file of a loader, or of a statically linked program, which has its own, tells of its
 * rules where the number of the release does not.
 */
final class LoaderFile {
  /** A condition that the sort of 2.37 asserts, in its words; the sort before has no such. */
  private static final String ROOT_LAST = "i < nmaps";

  private LoaderFile() {}

  /**
   * Whether it has the tunables of the static block, which distributions gave to releases before
   * 2.32 too (Debian's 2.31): their names stand in its list.
   */
  static boolean hasStaticTunables(ElfModel loader) {
    return contains(loader, Tunables.OPTIONAL);
  }

  /**
   * Whether it relocates what is opened last, as releases do since 2.37 and updates of 2.35 and
   * 2.36 (BZ 28937; Debian's 2.36).
   */
  static boolean putsRootLast(ElfModel loader) {
    return contains(loader, ROOT_LAST);
  }

  private static boolean contains(ElfModel loader, String text) {
    MemorySegment sought = MemorySegment.ofArray(text.getBytes(StandardCharsets.US_ASCII));
    return Stream.of(".rodata", ".data.rel.ro")
        .flatMap(name -> loader.section(name).stream())
        .filter(Section::hasBytes)
        .map(Section::bytes)
        .anyMatch(bytes -> contains(bytes, sought));
  }

  private static boolean contains(MemorySegment bytes, MemorySegment sought) {
    byte first = sought.get(ValueLayout.JAVA_BYTE, 0);
    for (long at = 0; at <= bytes.byteSize() - sought.byteSize(); at++) {
      if (bytes.get(ValueLayout.JAVA_BYTE, at) == first
          && bytes.asSlice(at, sought.byteSize()).mismatch(sought) < 0) {
        return true;
      }
    }
    return false;
  }
}
