package dev.elfwright.link.fuse;

import static java.util.Objects.requireNonNull;

import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SectionType;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Functions that nothing defines, referenced lazily: each has a stub that names it to the starter,
 * which ends the process as ld.so would when the function is called. 16 bytes each, then the names.
 */
final class UndefinedCalls {
  private static final int SIZE = 16;

  private final Map<String, Integer> index = new HashMap<>();
  private final TreeSet<String> names = new TreeSet<>();
  private long address;
  private long starter;

  UndefinedCalls(Collection<PartEdits> edits) {
    for (PartEdits e : edits) {
      e.calls.values().stream()
          .filter(Target.Undefined.class::isInstance)
          .forEach(t -> names.add(((Target.Undefined) t).name()));
    }
    names.forEach(n -> index.put(n, index.size()));
  }

  boolean isEmpty() {
    return names.isEmpty();
  }

  /** Bytes, the names included. */
  long size() {
    return names.stream()
        .mapToLong(n -> SIZE + n.getBytes(StandardCharsets.UTF_8).length + 1L)
        .sum();
  }

  /**
   * Fixes the place.
   *
   * @param starterFunction the starter's function, which takes the name in rdi
   */
  void placeAt(long first, long starterFunction) {
    address = first;
    starter = starterFunction;
  }

  long of(Target.Undefined u) {
    return address + (long) SIZE * requireNonNull(index.get(u.name()));
  }

  Area area() {
    ByteTable texts = new ByteTable(address + (long) SIZE * names.size());
    ByteTable out = new ByteTable(address);
    for (String name : names) {
      // lea name(%rip), %rdi; jmp starter; ud2; nop; nop
      long text = texts.putText(name);
      out.put8(0x48).put8(0x8d).put8(0x3d).put32(text - (out.here() + 4));
      out.put8(0xe9).put32(starter - (out.here() + 4));
      out.put8(0x0f).put8(0x0b).put16(0x9090);
    }
    out.put(texts.toArray());
    return Area.of(
        ".undefined.elfwright",
        SectionType.PROGBITS,
        Segment.READ | Segment.EXECUTE,
        address,
        out.segment());
  }
}
