package dev.elfwright.livepatch.kernel;

import java.util.List;
import java.util.Optional;

/**
 * All symbols by which the kernel knows the inside of one object.
 *
 * <p>A livepatch names its target by object, name and position, and the kernel finds it by going
 * through its own table ({@code klp_find_object_symbol} in {@code kernel/livepatch/core.c}): for
 * vmlinux that is kallsyms, in the order of addresses, with variables and global symbols; for a
 * module it is the symbol table that the loader keeps of the file, in the order of the file.
 */
public interface KernelSymbols {
  /** {@code vmlinux}, or the module's name as {@code lsmod} prints it. */
  String object();

  /** All symbols in the kernel's order. */
  List<KernelSymbol> all();

  /** Those of one name, the one at position 1 first; empty when there are none. */
  List<KernelSymbol> named(String name);

  /**
   * What the kernel finds for a name and a position.
   *
   * @param sympos from 1 on; 0 stands for a symbol that has no namesake
   */
  default Optional<KernelSymbol> find(String name, int sympos) {
    List<KernelSymbol> found = named(name);
    if (sympos == 0) {
      return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }
    return sympos > 0 && sympos <= found.size()
        ? Optional.of(found.get(sympos - 1))
        : Optional.empty();
  }
}
