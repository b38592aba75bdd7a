package dev.elfwright.elf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The members of an archive, as bytes: ar(5) of System V, 60 bytes before each member. */
final class Ar {
  private static final int HEADER = 60;

  private Ar() {}

  static List<MemorySegment> elfMembers(MemorySegment archive) {
    List<MemorySegment> found = new ArrayList<>();
    long at = 8;
    while (at + HEADER <= archive.byteSize()) {
      byte[] digits = archive.asSlice(at + 48, 10).toArray(ValueLayout.JAVA_BYTE);
      long size = Long.parseLong(new String(digits, StandardCharsets.US_ASCII).trim());
      long start = at + HEADER;
      if (size > 4
          && archive.get(ValueLayout.JAVA_BYTE, start) == 0x7f
          && archive.get(ValueLayout.JAVA_BYTE, start + 1) == 'E') {
        found.add(archive.asSlice(start, size));
      }
      at = start + size + (size & 1);
    }
    return found;
  }
}
