package dev.elfwright.abi.library;

import java.util.Optional;

/**
 * A symbol that other files can refer to.
 *
 * @param name its name
 * @param version its version, empty if it has none
 * @param isDefault whether references that ask for no version get it too ({@code @@})
 * @param kind what it is
 * @param binding as in {@link dev.elfwright.elf.constant.SymbolBinding}
 * @param visibility STV_DEFAULT or STV_PROTECTED, see {@link dev.elfwright.elf.Symbol}
 * @param size in bytes, 0 for unknown
 * @param alignment for data and thread-local symbols, what the library needs it to be a multiple
 *     of, in bytes: as its type and the source say, and without debugging information as its
 *     section and its address allow; else 0
 * @param apparentAlignment the same as a linker sees it that copies the symbol into a program: the
 *     largest power of two that divides the address, and is not above its section's alignment
 * @param protection what may be done to it; for functions of no meaning
 * @param type the number of its type in the library's table, 0 when there is no debugging
 *     information for it
 */
public record ExportedSymbol(
    String name,
    Optional<String> version,
    boolean isDefault,
    SymbolKind kind,
    int binding,
    int visibility,
    long size,
    long alignment,
    long apparentAlignment,
    Protection protection,
    int type) {

  /** The name with its version as readelf writes it. */
  public String fullName() {
    return name + version.map(v -> (isDefault ? "@@" : "@") + v).orElse("");
  }

  /** Whether debugging information told its type. */
  public boolean hasType() {
    return type != 0;
  }
}
