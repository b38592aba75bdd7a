package dev.elfwright.abi.library;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SymbolType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names of one variable. A program copies {@code environ} by whichever of its three names its code
 * uses, and the loader has all of them mean the copy.
 */
public final class Aliases {
  private Aliases() {}

  /**
   * All names of exported variables at the address of one.
   *
   * @param name the one, without its version
   * @throws IOException when the library cannot be read
   * @throws dev.elfwright.elf.ElfFormatException when it is not ELF, or malformed
   */
  public static Set<String> of(Path library, String name) throws IOException {
    Set<String> names = new TreeSet<>(Set.of(name));
    try (ElfModel model = Elf.open(library)) {
      model.dynamic().ifPresent(dynamic -> collect(dynamic.symbols(), name, names));
    }
    return names;
  }

  private static void collect(SymbolTable symbols, String name, Set<String> names) {
    for (int i = 1; i < symbols.count(); i++) {
      if (isVariable(symbols, i) && symbols.name(i).equals(name)) {
        long address = symbols.value(i);
        for (int j = 1; j < symbols.count(); j++) {
          if (isVariable(symbols, j) && symbols.value(j) == address) {
            names.add(symbols.name(j));
          }
        }
      }
    }
  }

  private static boolean isVariable(SymbolTable symbols, int index) {
    return !symbols.isUndefined(index) && symbols.type(index) == SymbolType.OBJECT;
  }
}
