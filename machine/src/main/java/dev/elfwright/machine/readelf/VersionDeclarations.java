package dev.elfwright.machine.readelf;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.constant.DynamicTag;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The versions that DT_VERDEF and DT_VERNEED declare, by their number. Where a number is declared
 * twice, readelf finds the first.
 */
final class VersionDeclarations {
  /**
   * A version that this file defines.
   *
   * @param flags vd_flags
   * @param name the offset of its name in the string table
   */
  record Definition(int flags, long name) {}

  private final ElfBytes in;
  private final Map<Integer, Definition> definitions = new HashMap<>();
  private final Map<Integer, Long> needs = new HashMap<>();
  private final boolean hasDefinitions;
  private final boolean hasNeeds;
  private int highest;

  VersionDeclarations(Image image) {
    this.in = image.bytes();
    long definitionsAt = image.dynamic().value(DynamicTag.VERDEF);
    long needsAt = image.dynamic().value(DynamicTag.VERNEED);
    this.hasDefinitions = definitionsAt != 0;
    this.hasNeeds = needsAt != 0;
    if (hasDefinitions) {
      readDefinitions(image, image.offsetOf(definitionsAt, 20));
    }
    if (hasNeeds) {
      readNeeds(image, image.offsetOf(needsAt, 16));
    }
  }

  /** Elf_Verdef: vd_flags 2, vd_ndx 4, vd_aux 12, vd_next 16; Elf_Verdaux: vda_name 0. */
  private void readDefinitions(Image image, long start) {
    long at = start;
    for (long room = in.size() / 20; image.has(at, 20); at += in.u32(at + 16)) {
      int index = in.u16(at + 4);
      long aux = at + in.u32(at + 12);
      definitions.putIfAbsent(
          index, new Definition(in.u16(at + 2), image.has(aux, 8) ? in.u32(aux) : -1));
      highest = Math.max(highest, index & 0x7fff);
      if (in.u32(at + 16) == 0) {
        return;
      }
      requireRoom(--room, at);
    }
  }

  /**
   * Elf_Verneed: vn_aux 8, vn_next 12; Elf_Vernaux: vna_other 6, vna_name 8, vna_next 12. How many
   * there are is not looked at: a chain ends where its next field is 0.
   */
  private void readNeeds(Image image, long start) {
    long room = in.size() / 16;
    for (long at = start; image.has(at, 16); at += in.u32(at + 12)) {
      for (long aux = at + in.u32(at + 8); image.has(aux, 16); aux += in.u32(aux + 12)) {
        needs.putIfAbsent(in.u16(aux + 6), in.u32(aux + 8));
        if (in.u32(aux + 12) == 0) {
          break;
        }
        requireRoom(--room, aux);
      }
      if (in.u32(at + 12) == 0) {
        return;
      }
      requireRoom(--room, at);
    }
  }

  /** Entries that do not overlap are so many at most; chains that share them would take longer. */
  private void requireRoom(long room, long at) {
    if (room < 0) {
      throw in.malformed(at, "symbol versions", "entries overlap");
    }
  }

  boolean hasDefinitions() {
    return hasDefinitions;
  }

  boolean hasNeeds() {
    return hasNeeds;
  }

  /** The highest number of a definition, or 0. */
  int highestDefinition() {
    return highest;
  }

  @Nullable Definition definition(int index) {
    return definitions.get(index);
  }

  /** The offset of the name of a needed version, by vna_other, or null. */
  @Nullable Long need(int other) {
    return needs.get(other);
  }
}
