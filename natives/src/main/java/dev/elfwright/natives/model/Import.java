package dev.elfwright.natives.model;

import java.util.Optional;

/**
 * A symbol that another library has to define.
 *
 * @param name its name
 * @param weak whether the library loads without it
 * @param version the version asked for
 */
public record Import(String name, boolean weak, Optional<Version> version) {
  /**
   * A version of a symbol.
   *
   * @param name such as {@code GLIBC_2.28}
   * @param file the library that has to define it, such as {@code libc.so.6}
   */
  public record Version(String name, String file) {}
}
