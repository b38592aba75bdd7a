package dev.elfwright.dwarf;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.constant.FileType;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sections of DWARF in one file: found by name, in their older and newer spelling; expanded,
 * and in object files relocated, when they are first asked for.
 */
final class DebugSections {
  /** How names of sections end in files of split units. */
  static final String SPLIT = ".dwo";

  private final ElfModel model;
  private final String suffix;
  private final Map<DebugSection, ElfBytes> read = new ConcurrentHashMap<>();

  DebugSections(ElfModel model, String suffix) {
    this.model = model;
    this.suffix = suffix;
  }

  ElfModel model() {
    return model;
  }

  boolean has(DebugSection section) {
    return !found(section).isEmpty();
  }

  /**
   * The bytes of a section, none where the file has no such section.
   *
   * @throws dev.elfwright.elf.ElfFormatException when they cannot be expanded, or do not lie in the
   *     file
   */
  ElfBytes bytes(DebugSection section) {
    // Not computeIfAbsent: other sections are asked for meanwhile, and the same twice is no harm.
    ElfBytes known = read.get(section);
    if (known != null) {
      return known;
    }
    ElfBytes made = expand(section);
    ElfBytes earlier = read.putIfAbsent(section, made);
    return earlier != null ? earlier : made;
  }

  private List<Section> found(DebugSection section) {
    String name = ".debug_" + section.ending() + suffix;
    String older = ".zdebug_" + section.ending() + suffix;
    return model.sections().stream()
        .filter(Section::hasBytes)
        .filter(s -> s.name().equals(name) || s.name().equals(older))
        .toList();
  }

  private ElfBytes expand(DebugSection section) {
    List<Section> parts = found(section);
    if (parts.isEmpty()) {
      return wrap(section, MemorySegment.ofArray(new byte[0]));
    }
    if (model.header().type() == FileType.REL) {
      return wrap(section, RelocatedSections.join(model, parts));
    }
    return wrap(section, parts.getFirst().uncompressed());
  }

  private ElfBytes wrap(DebugSection section, MemorySegment bytes) {
    ElfBytes file = model.bytes();
    return new ElfBytes(
        file.file() + "(" + section + suffix + ")",
        bytes,
        file.is64(),
        file.order() == java.nio.ByteOrder.BIG_ENDIAN);
  }
}
