package dev.elfwright.elf.constant;

import java.util.List;

/**
 * The processor and the operating system of a file, which give meaning to the numbers that the gABI
 * reserves for them.
 *
 * @param machine e_machine, see {@link Machine}
 * @param osAbi EI_OSABI, see {@link OsAbi}
 */
public record Abi(int machine, int osAbi) {
  /** No processor and no system: only numbers that mean the same everywhere have names. */
  public static final Abi ANY = new Abi(Machine.NONE, OsAbi.NONE);

  /** A processor under no system in particular, as nearly all files for Linux say. */
  public static Abi of(int machine) {
    return new Abi(machine, OsAbi.NONE);
  }

  /** The headings in a table whose lines apply, the most special first. */
  List<String> headings() {
    if (osAbi == OsAbi.NONE) {
      return machine == Machine.NONE
          ? List.of(TableText.COMMON)
          : List.of(Machine.name(machine), TableText.COMMON);
    }
    // concat, as + would start the JVM's string factory, 10 ms in a short command.
    String system = "os ".concat(OsAbi.name(osAbi, ANY));
    return List.of(system, Machine.name(machine), TableText.COMMON);
  }
}
