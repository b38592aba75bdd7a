package dev.elfwright.machine.readelf;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SectionType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file as readelf sees it: headers, and the tables that more than one part of the output needs.
 */
final class Image {
  private static final Name NO_STRINGS = Name.of("<no-strings>");
  private static final Name CORRUPT = Name.of("<corrupt>");

  private final ElfModel model;
  private final @Nullable StringBytes sectionNames;
  private final DynamicEntries dynamic;
  private final @Nullable StringBytes dynamicNames;
  private @Nullable VersionDeclarations versions;

  Image(ElfModel model) {
    this.model = model;
    this.sectionNames = table(model.sectionNamesIndex());
    this.dynamic = DynamicEntries.of(this);
    this.dynamicNames = findDynamicNames();
  }

  ElfModel model() {
    return model;
  }

  ElfBytes bytes() {
    return model.bytes();
  }

  FileHeader header() {
    return model.header();
  }

  int machine() {
    return model.header().machine();
  }

  boolean is64() {
    return model.header().is64();
  }

  List<SectionHeader> sections() {
    return model.sectionHeaders();
  }

  List<Segment> segments() {
    return model.segments();
  }

  DynamicEntries dynamic() {
    return dynamic;
  }

  /** The versions that the file declares, read when they are asked for first. */
  VersionDeclarations versions() {
    VersionDeclarations made = versions;
    if (made == null) {
      made = new VersionDeclarations(this);
      versions = made;
    }
    return made;
  }

  boolean hasSectionNames() {
    return sectionNames != null;
  }

  /** The section's name, good until the next one is asked for. */
  Name sectionName(SectionHeader section) {
    StringBytes names = sectionNames;
    if (names == null) {
      return NO_STRINGS;
    }
    return names.contains(section.nameOffset()) ? names.name(section.nameOffset()) : CORRUPT;
  }

  /** The name of the section that an unsigned index says. */
  Name sectionName(int index) {
    return hasSection(index) ? sectionName(sections().get(index)) : CORRUPT;
  }

  boolean hasSection(int index) {
    return index >= 0 && index < sections().size();
  }

  /** The first section of this name, or null. */
  @Nullable SectionHeader section(String name) {
    if (sectionNames != null) {
      for (SectionHeader s : sections()) {
        if (sectionName(s).is(name)) {
          return s;
        }
      }
    }
    return null;
  }

  /** The string table in a section, or null when there is none. */
  @Nullable StringBytes table(int section) {
    if (section == 0 || !hasSection(section)) {
      return null;
    }
    SectionHeader s = sections().get(section);
    return StringBytes.at(bytes(), s.offset(), s.size());
  }

  /** The strings that dynamic entries and versions name, from .dynstr or else DT_STRTAB. */
  @Nullable StringBytes dynamicNames() {
    return dynamicNames;
  }

  private @Nullable StringBytes findDynamicNames() {
    for (SectionHeader s : sections()) {
      if (s.type() == SectionType.STRTAB && sectionName(s).is(".dynstr")) {
        return StringBytes.at(bytes(), s.offset(), s.size());
      }
    }
    return dynamic.strings(this);
  }

  /**
   * The file offset of an address, by the first PT_LOAD segment that has all of it; readelf goes on
   * with the address itself when there is none.
   */
  long offsetOf(long address, long size) {
    for (Segment s : segments()) {
      if (s.isLoad()
          && Long.compareUnsigned(address, s.address() & -s.alignment()) >= 0
          && Long.compareUnsigned(address + size, s.address() + s.fileSize()) <= 0) {
        return address - s.address() + s.offset();
      }
    }
    return address;
  }

  /** Whether so many bytes stand in the file. */
  boolean has(long offset, long size) {
    long end = bytes().size();
    return offset >= 0 && size >= 0 && offset <= end && size <= end - offset;
  }
}
