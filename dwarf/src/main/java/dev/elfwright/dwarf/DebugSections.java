package dev.elfwright.dwarf;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.constant.FileType;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
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

  /**
   * The same of one unit of a package, which has a part of some sections and all of the others.
   *
   * @param parts which lie in these sections
   */
  DebugSections part(Map<DebugSection, PackageIndex.Part> parts) {
    DebugSections made = new DebugSections(model, suffix);
    for (DebugSection section : DebugSection.values()) {
      if (PackageIndex.isShared(section)) {
        made.read.put(section, bytes(section));
      } else {
        PackageIndex.Part part = parts.getOrDefault(section, new PackageIndex.Part(0, 0));
        made.read.put(section, cut(section, part));
      }
    }
    return made;
  }

  private ElfBytes cut(DebugSection section, PackageIndex.Part part) {
    ElfBytes all = bytes(section);
    return new ElfBytes(
        "%s, from 0x%x on".formatted(all.file(), part.offset()),
        all.slice(part.offset(), part.size(), section.toString()),
        all.is64(),
        all.order() == ByteOrder.BIG_ENDIAN);
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
        file.order() == ByteOrder.BIG_ENDIAN);
  }
}
