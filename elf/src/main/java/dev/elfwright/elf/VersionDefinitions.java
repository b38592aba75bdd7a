package dev.elfwright.elf;

import java.util.ArrayList;
import java.util.List;

/**
 * SHT_GNU_verdef: the versions that a file defines (LSB Core, "Version Definitions").
 *
 * <table>
 * <caption>Elf_Verdef and Elf_Verdaux, offsets in bytes in both classes</caption>
 * <tr><td>0</td><td>vd_version, 2 bytes</td></tr>
 * <tr><td>2</td><td>vd_flags, 2 bytes</td></tr>
 * <tr><td>4</td><td>vd_ndx, 2 bytes</td></tr>
 * <tr><td>6</td><td>vd_cnt, 2 bytes: names, its own and those of its parents</td></tr>
 * <tr><td>8</td><td>vd_hash, 4 bytes: SysV hash of its own name</td></tr>
 * <tr><td>12</td><td>vd_aux, 4 bytes: distance to the first name</td></tr>
 * <tr><td>16</td><td>vd_next, 4 bytes: distance to the next definition, 0 at the end</td></tr>
 * <tr><td>0</td><td>vda_name, 4 bytes</td></tr>
 * <tr><td>4</td><td>vda_next, 4 bytes: distance to the next name, 0 at the end</td></tr>
 * </table>
 */
public final class VersionDefinitions implements SectionContent {
  static final int ENTRY = 20;
  private static final int NAME = 8;

  /**
   * One version.
   *
   * @param flags vd_flags, see {@link dev.elfwright.elf.constant.VersionFlag}
   * @param index vd_ndx, what versym says for its symbols
   * @param hash vd_hash
   * @param name its name
   * @param parents the names of the versions that it follows, often none
   */
  public record Definition(int flags, int index, int hash, String name, List<String> parents) {}

  private final List<Definition> definitions;

  VersionDefinitions(ElfBytes in, long start, long count, StringTable names) {
    List<Definition> found = new ArrayList<>();
    // Names that do not overlap are at most this many.
    long room = in.size() / NAME;
    long at = start;
    for (long i = 0; i < count; i++) {
      in.require(at, ENTRY, "version definition");
      List<String> own = new ArrayList<>();
      long aux = at + in.u32(at + 12);
      int nameCount = Math.max(1, in.u16(at + 6));
      for (int n = 0; n < nameCount; n++) {
        in.require(aux, NAME, "version definition name");
        if (--room < 0) {
          throw in.malformed(aux, "version definition name", "definitions share their names");
        }
        own.add(names.at(in.u32(aux)));
        long next = in.u32(aux + 4);
        if (next == 0) {
          break;
        }
        aux = VersionTable.advance(in, aux, next, NAME, "version definition name");
      }
      found.add(
          new Definition(
              in.u16(at + 2),
              in.u16(at + 4),
              in.i32(at + 8),
              own.getFirst(),
              List.copyOf(own.subList(1, own.size()))));
      long next = in.u32(at + 16);
      if (next == 0) {
        break;
      }
      at = VersionTable.advance(in, at, next, ENTRY, "version definition");
    }
    definitions = List.copyOf(found);
  }

  /** All definitions in order. */
  public List<Definition> definitions() {
    return definitions;
  }
}
