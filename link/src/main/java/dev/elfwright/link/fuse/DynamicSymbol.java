package dev.elfwright.link.fuse;

import org.jspecify.annotations.Nullable;

/**
 * One symbol of the fused file's dynamic symbol table.
 *
 * @param name the name
 * @param info st_info
 * @param other st_other
 * @param defined whether it is defined here
 * @param value a link-time address, or an offset in the merged TLS block
 * @param size bytes
 * @param version its version, or null for none
 * @param hidden whether only a request for exactly this version finds it
 */
record DynamicSymbol(
    String name,
    int info,
    int other,
    boolean defined,
    boolean absolute,
    long value,
    long size,
    @Nullable Version version,
    boolean hidden) {

  /**
   * A version.
   *
   * @param name such as {@code GLIBC_2.34}
   * @param file the DT_NEEDED name of the file that has it, or null when this file defines it
   */
  record Version(String name, @Nullable String file) {}
}
