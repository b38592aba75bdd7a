package dev.elfwright.elf;

import java.util.ArrayList;
import java.util.List;

/**
 * SHT_GNU_verneed: the versions that a file needs of others (LSB Core, "Version Requirements").
 *
 * <table>
 * <caption>Elf_Verneed and Elf_Vernaux, offsets in bytes in both classes</caption>
 * <tr><td>0</td><td>vn_version, 2 bytes</td></tr>
 * <tr><td>2</td><td>vn_cnt, 2 bytes: versions of this file</td></tr>
 * <tr><td>4</td><td>vn_file, 4 bytes: its soname</td></tr>
 * <tr><td>8</td><td>vn_aux, 4 bytes: distance to the first version</td></tr>
 * <tr><td>12</td><td>vn_next, 4 bytes: distance to the next file, 0 at the end</td></tr>
 * <tr><td>0</td><td>vna_hash, 4 bytes</td></tr>
 * <tr><td>4</td><td>vna_flags, 2 bytes</td></tr>
 * <tr><td>6</td><td>vna_other, 2 bytes: what versym says</td></tr>
 * <tr><td>8</td><td>vna_name, 4 bytes</td></tr>
 * <tr><td>12</td><td>vna_next, 4 bytes: distance to the next version, 0 at the end</td></tr>
 * </table>
 */
public final class VersionNeeds implements SectionContent {
  static final int ENTRY = 16;

  /**
   * A file that versions are needed of.
   *
   * @param file vn_file, a soname
   * @param versions the versions in order
   */
  public record Need(String file, List<Version> versions) {}

  /**
   * One version.
   *
   * @param hash vna_hash, the SysV hash of its name
   * @param flags vna_flags, see {@link dev.elfwright.elf.constant.VersionFlag}
   * @param index vna_other, bit 15 included
   * @param name its name
   */
  public record Version(int hash, int flags, int index, String name) {}

  private final List<Need> needs;

  VersionNeeds(ElfBytes in, long start, long count, StringTable names) {
    List<Need> found = new ArrayList<>();
    // Entries that do not overlap are at most this many; without the limit, n needs that share
    // their entries would cost n times 65535 steps.
    long room = in.size() / ENTRY;
    long at = start;
    for (long i = 0; i < count; i++) {
      in.require(at, ENTRY, "version need");
      List<Version> versions = new ArrayList<>();
      long aux = at + in.u32(at + 8);
      int auxCount = in.u16(at + 2);
      for (int a = 0; a < auxCount; a++) {
        in.require(aux, ENTRY, "version need entry");
        if (--room < 0) {
          throw in.malformed(aux, "version need entry", "needs share their entries");
        }
        versions.add(
            new Version(in.i32(aux), in.u16(aux + 4), in.u16(aux + 6), names.at(in.u32(aux + 8))));
        long next = in.u32(aux + 12);
        if (next == 0) {
          break;
        }
        aux = VersionTable.advance(in, aux, next, ENTRY, "version need entry");
      }
      found.add(new Need(names.at(in.u32(at + 4)), List.copyOf(versions)));
      long next = in.u32(at + 12);
      if (next == 0) {
        break;
      }
      at = VersionTable.advance(in, at, next, ENTRY, "version need");
    }
    needs = List.copyOf(found);
  }

  /** All needs in order. */
  public List<Need> needs() {
    return needs;
  }
}
