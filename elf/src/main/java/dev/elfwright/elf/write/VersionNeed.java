package dev.elfwright.elf.write;

import dev.elfwright.elf.SysvHash;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A file and the versions that are needed from it: SHT_GNU_verneed (LSB Core, "Version
 * Requirements").
 *
 * <table>
 * <caption>Layout in bytes: one Elf_Verneed, then its Elf_Vernaux, for each file</caption>
 * <tr><td>0</td><td>vn_version, 1</td><td>0</td><td>vna_hash, as in {@link SysvHash}</td></tr>
 * <tr><td>2</td><td>vn_cnt</td><td>4</td><td>vna_flags</td></tr>
 * <tr><td>4</td><td>vn_file</td><td>6</td><td>vna_other, the index</td></tr>
 * <tr><td>8</td><td>vn_aux, to the first version</td><td>8</td><td>vna_name</td></tr>
 * <tr><td>12</td><td>vn_next, to the next file</td><td>12</td><td>vna_next</td></tr>
 * </table>
 *
 * @param file the soname
 * @param versions at least one
 */
public record VersionNeed(String file, List<Version> versions) {
  private static final int ENTRY = 16;

  /**
   * One version.
   *
   * @param name such as {@code GLIBC_2.34}
   * @param flags 0, or 2 when its absence is no error (VER_FLG_WEAK)
   * @param index what versym says of the symbols that need it, at least 2
   */
  public record Version(String name, int flags, int index) {}

  /** Refuses a file from which nothing is needed: loaders read at least one version. */
  public VersionNeed {
    versions = List.copyOf(versions);
    if (versions.isEmpty()) {
      throw new IllegalArgumentException("no version is needed from " + file);
    }
  }

  /** Adds every name to the table that {@link #encode} takes offsets from. */
  public static void addNames(List<VersionNeed> needs, StringTableBuilder strings) {
    for (VersionNeed need : needs) {
      strings.add(need.file);
      need.versions.forEach(v -> strings.add(v.name));
    }
  }

  /** The section's bytes; DT_VERNEEDNUM and sh_info are the number of files. */
  public static MemorySegment encode(
      List<VersionNeed> needs, StringTableBuilder strings, ByteOrder order) {
    long entries = needs.stream().mapToLong(n -> 1L + n.versions.size()).sum();
    MemorySegment out = Arena.ofAuto().allocate(entries * ENTRY);
    FieldWriter w = new FieldWriter(out, 0, false, order);
    for (int i = 0; i < needs.size(); i++) {
      VersionNeed need = needs.get(i);
      int count = need.versions.size();
      w.u16(1, "vn_version").u16(count, "vn_cnt").u32(strings.offsetOf(need.file), "vn_file");
      w.i32(ENTRY).u32(i + 1 == needs.size() ? 0 : ENTRY * (1L + count), "vn_next");
      for (int v = 0; v < count; v++) {
        Version version = need.versions.get(v);
        w.u32(SysvHash.hash(version.name), "vna_hash").u16(version.flags, "vna_flags");
        w.u16(version.index, "vna_other").u32(strings.offsetOf(version.name), "vna_name");
        w.i32(v + 1 == count ? 0 : ENTRY);
      }
    }
    return out;
  }
}
