package dev.elfwright.dwarf;

import dev.elfwright.elf.ElfBytes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which bytes of a package's sections belong to which unit: .debug_cu_index or .debug_tu_index
 * (DWARF 5, section 7.3.5.3, whose version is 5; GNU's DebugFission proposal, "DWARF Package File
 * Format", whose version is 2).
 *
 * <table>
 * <caption>Fields in their order; N columns, U units, S slots</caption>
 * <tr><td>4</td><td>version; in version 5 two bytes, and two of padding</td></tr>
 * <tr><td>4</td><td>N</td></tr>
 * <tr><td>4</td><td>U</td></tr>
 * <tr><td>4</td><td>S</td></tr>
 * <tr><td>8 S</td><td>the signature of the unit in each slot</td></tr>
 * <tr><td>4 S</td><td>its row, from 1; 0 for a slot that is free</td></tr>
 * <tr><td>4 N</td><td>the section of each column</td></tr>
 * <tr><td>4 N U</td><td>for each unit, where its part of each section begins</td></tr>
 * <tr><td>4 N U</td><td>and how many bytes it has</td></tr>
 * </table>
 */
final class PackageIndex {
  private static final int HEADER = 16;
  private static final int MOST_COLUMNS = 8;

  private final DebugSections sections;
  private final DebugSection kind;
  private final ElfBytes in;
  private final Map<DebugSection, Long> told = new EnumMap<>(DebugSection.class);
  private final Map<Long, Map<DebugSection, Part>> units = new HashMap<>();

  private PackageIndex(DebugSections indices, DebugSection kind, DebugSections sections) {
    this.sections = sections;
    this.kind = kind;
    this.in = indices.bytes(kind);
  }

  /**
   * A part of a section.
   *
   * @param offset where it begins, in bytes from the start of the section
   * @param size in bytes
   */
  record Part(long offset, long size) {}

  /**
   * Reads the index of one kind; without units when there is none.
   *
   * @param indices where it is
   * @param sections whose parts it tells
   * @throws dev.elfwright.elf.ElfFormatException when it is malformed
   */
  static PackageIndex read(DebugSections indices, DebugSection kind, DebugSections sections) {
    PackageIndex index = new PackageIndex(indices, kind, sections);
    if (index.in.size() > 0) {
      index.read();
    }
    return index;
  }

  /** The parts of the unit of a signature. */
  Optional<Map<DebugSection, Part>> find(long signature) {
    return Optional.ofNullable(units.get(signature));
  }

  private void read() {
    in.require(0, HEADER, kind.toString());
    boolean isOlder = in.u32(0) == 2;
    if (!isOlder && in.u16(0) != 5) {
      throw malformed(0, "version %d, expected 2 or 5".formatted(in.u16(0)));
    }
    long columns = in.u32(4);
    long rows = in.u32(8);
    long slots = in.u32(12);
    long table = HEADER + 12 * slots;
    if (columns > MOST_COLUMNS || 4 * columns * (1 + 2 * rows) > in.size() - table) {
      throw malformed(
          4,
          "%d columns, %d units and %d slots in 0x%x bytes"
              .formatted(columns, rows, slots, in.size()));
    }
    List<Optional<DebugSection>> order = new ArrayList<>();
    for (long at = table; at < table + 4 * columns; at += 4) {
      order.add(section(isOlder, in.u32(at)));
    }
    for (long slot = 0; slot < slots; slot++) {
      long row = in.u32(HEADER + 8 * slots + 4 * slot);
      if (row > rows) {
        throw malformed(HEADER + 8 * slots + 4 * slot, "row %d of %d".formatted(row, rows));
      }
      if (row > 0) {
        long offsets = table + 4 * columns * row;
        units.put(in.i64(HEADER + 8 * slot), parts(order, offsets, offsets + 4 * columns * rows));
      }
    }
  }

  private Map<DebugSection, Part> parts(
      List<Optional<DebugSection>> order, long offsets, long sizes) {
    Map<DebugSection, Part> parts = new EnumMap<>(DebugSection.class);
    for (int c = 0; c < order.size(); c++) {
      DebugSection section = order.get(c).orElse(null);
      if (section != null) {
        Part part = new Part(in.u32(offsets + 4L * c), in.u32(sizes + 4L * c));
        check(section, part, offsets + 4L * c);
        parts.put(section, part);
      }
    }
    return parts;
  }

  /** Units that share their entries would make reading all of them take the square of the size. */
  private void check(DebugSection section, Part part, long place) {
    long size = sections.bytes(section).size();
    if (part.size() > size - part.offset()) {
      throw malformed(
          place,
          "0x%x bytes at 0x%x of %s, which ends at 0x%x"
              .formatted(part.size(), part.offset(), section, size));
    }
    boolean isOwn = section == DebugSection.INFO || section == DebugSection.TYPES;
    if (isOwn && told.merge(section, part.size(), Long::sum) > size) {
      throw malformed(place, "units that share their bytes of " + section);
    }
  }

  /** DW_SECT (DWARF 5, table 7.1); macros are not read. */
  private static Optional<DebugSection> section(boolean isOlder, long code) {
    return switch ((int) code) {
      case 1 -> Optional.of(DebugSection.INFO);
      case 2 -> isOlder ? Optional.of(DebugSection.TYPES) : Optional.empty();
      case 3 -> Optional.of(DebugSection.ABBREV);
      case 4 -> Optional.of(DebugSection.LINE);
      case 5 -> Optional.of(isOlder ? DebugSection.LOC : DebugSection.LOCLISTS);
      case 6 -> Optional.of(DebugSection.STR_OFFSETS);
      case 8 -> isOlder ? Optional.empty() : Optional.of(DebugSection.RNGLISTS);
      default -> Optional.empty();
    };
  }

  /** Whether all units use the whole section: texts. */
  static boolean isShared(DebugSection section) {
    return section == DebugSection.STR || section == DebugSection.LINE_STR;
  }

  private RuntimeException malformed(long offset, String message) {
    return in.malformed(offset, kind.toString(), message);
  }
}
