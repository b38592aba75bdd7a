package dev.elfwright.abi.library;

import dev.elfwright.abi.type.TypeTable;
import java.util.List;
import java.util.Optional;

/**
 * What a library offers to others. Immutable, and nothing of the file is needed any more.
 *
 * @param file the file's name as the user knows it
 * @param machine as in {@link dev.elfwright.elf.constant.Machine}
 * @param is64 whether addresses have 64 bits
 * @param soname its DT_SONAME
 * @param needed its DT_NEEDED entries in order
 * @param versions the versions it defines, in order, without the file's own name
 * @param hasVersionTable whether it has versions at all, needed ones among them (DT_VERSYM)
 * @param isSymbolic whether it binds its own references to itself (DT_SYMBOLIC, DF_SYMBOLIC)
 * @param symbols what it exports, sorted by name and version
 * @param threadLocals its thread-local block
 * @param sequences its restartable sequences
 * @param types the types that the symbols lead to
 * @param sight what could be seen
 */
public record LibraryAbi(
    String file,
    int machine,
    boolean is64,
    Optional<String> soname,
    List<String> needed,
    List<String> versions,
    boolean hasVersionTable,
    boolean isSymbolic,
    List<ExportedSymbol> symbols,
    ThreadLocals threadLocals,
    RestartableSequences sequences,
    TypeTable types,
    Sight sight) {
  /** Copies the lists. */
  public LibraryAbi {
    needed = List.copyOf(needed);
    versions = List.copyOf(versions);
    symbols = List.copyOf(symbols);
  }

  /** The name that programs know it by: its soname, or the last part of its path. */
  public String linkName() {
    return soname.orElse(file.substring(file.lastIndexOf('/') + 1));
  }

  /**
   * Whether a DT_NEEDED entry means the library. A program that was linked with the path of a
   * library without soname needs it by that path.
   */
  public boolean isNeededAs(String needed) {
    return needed.substring(needed.lastIndexOf('/') + 1).equals(linkName());
  }
}
