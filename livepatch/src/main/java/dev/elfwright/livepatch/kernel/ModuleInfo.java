package dev.elfwright.livepatch.kernel;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Names;
import dev.elfwright.elf.Section;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a module says of itself in {@code .modinfo}: {@code name=value}, each ended by a NUL.
 *
 * @param entries in the order of the file
 */
public record ModuleInfo(List<Entry> entries) {
  /** One line of it. */
  public record Entry(String name, String value) {}

  /** The entries of a module, none when it has no such section. */
  public static ModuleInfo of(ElfModel module) {
    return new ModuleInfo(
        module
            .section(".modinfo")
            .filter(Section::hasBytes)
            .map(s -> parse(s.bytes()))
            .orElse(List.of()));
  }

  private static List<Entry> parse(MemorySegment bytes) {
    List<Entry> entries = new ArrayList<>();
    String all = Names.decode(bytes.toArray(ValueLayout.JAVA_BYTE));
    for (String line : all.split("\0")) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        entries.add(new Entry(line.substring(0, equals), line.substring(equals + 1)));
      }
    }
    return List.copyOf(entries);
  }

  /** The first value of this name. */
  public Optional<String> first(String name) {
    return entries.stream().filter(e -> e.name.equals(name)).map(Entry::value).findFirst();
  }

  /** All values of this name. */
  public List<String> all(String name) {
    return entries.stream().filter(e -> e.name.equals(name)).map(Entry::value).toList();
  }
}
