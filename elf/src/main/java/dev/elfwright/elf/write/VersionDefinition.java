package dev.elfwright.elf.write;

import dev.elfwright.elf.SysvHash;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A version that a file defines: SHT_GNU_verdef (LSB Core, "Version Definitions").
 *
 * <table>
 * <caption>Layout in bytes: one Elf_Verdef, then an Elf_Verdaux for each name</caption>
 * <tr><td>0</td><td>vd_version, 1</td><td>0</td><td>vda_name</td></tr>
 * <tr><td>2</td><td>vd_flags</td><td>4</td><td>vda_next</td></tr>
 * <tr><td>4</td><td>vd_ndx, the index</td></tr>
 * <tr><td>6</td><td>vd_cnt</td></tr>
 * <tr><td>8</td><td>vd_hash, as in {@link SysvHash}</td></tr>
 * <tr><td>12</td><td>vd_aux, to the first name</td></tr>
 * <tr><td>16</td><td>vd_next, to the next definition</td></tr>
 * </table>
 *
 * @param name its own name; that of the base definition is the soname
 * @param flags 0, 1 for the base definition (VER_FLG_BASE), 2 for a weak one
 * @param index what versym says of its symbols; 1 for the base definition
 * @param parents the versions that it succeeds; the loader does not look at them
 */
public record VersionDefinition(String name, int flags, int index, List<String> parents) {
  private static final int ENTRY = 20;
  private static final int NAME = 8;

  /** VER_FLG_BASE: names the file, not a version. */
  public static final int BASE = 1;

  /** Copies the parents. */
  public VersionDefinition {
    parents = List.copyOf(parents);
  }

  private long size() {
    return ENTRY + NAME * (1L + parents.size());
  }

  /** Adds every name to the table that {@link #encode} takes offsets from. */
  public static void addNames(List<VersionDefinition> definitions, StringTableBuilder strings) {
    for (VersionDefinition definition : definitions) {
      strings.add(definition.name);
      definition.parents.forEach(strings::add);
    }
  }

  /** The section's bytes; DT_VERDEFNUM and sh_info are the number of definitions. */
  public static MemorySegment encode(
      List<VersionDefinition> definitions, StringTableBuilder strings, ByteOrder order) {
    long size = definitions.stream().mapToLong(VersionDefinition::size).sum();
    MemorySegment out = Arena.ofAuto().allocate(size);
    FieldWriter w = new FieldWriter(out, 0, false, order);
    for (int i = 0; i < definitions.size(); i++) {
      VersionDefinition d = definitions.get(i);
      w.u16(1, "vd_version").u16(d.flags, "vd_flags").u16(d.index, "vd_ndx");
      w.u16(1L + d.parents.size(), "vd_cnt").u32(SysvHash.hash(d.name), "vd_hash").i32(ENTRY);
      w.u32(i + 1 == definitions.size() ? 0 : d.size(), "vd_next");
      w.u32(strings.offsetOf(d.name), "vda_name").i32(d.parents.isEmpty() ? 0 : NAME);
      for (int p = 0; p < d.parents.size(); p++) {
        w.u32(strings.offsetOf(d.parents.get(p)), "vda_name");
        w.i32(p + 1 == d.parents.size() ? 0 : NAME);
      }
    }
    return out;
  }
}
