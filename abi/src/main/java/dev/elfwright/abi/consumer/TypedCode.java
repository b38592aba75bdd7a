package dev.elfwright.abi.consumer;

import dev.elfwright.dwarf.AddressRange;
import dev.elfwright.dwarf.Dwarf;
import dev.elfwright.dwarf.Unit;
import dev.elfwright.dwarf.constant.At;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.elf.debug.DebugFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Whether debugging information is there for all code of a file. A part that was compiled without
 * (an object file, a static library) may know any type, and nothing tells.
 */
final class TypedCode {
  /** DW_LANG_Mips_Assembler: what is written by hand knows no types. */
  private static final long ASSEMBLY = 0x8001;

  /**
   * What the C library adds to programs (crt1.o, libc_nonshared.a), mostly without debugging
   * information.
   */
  private static final Set<String> ADDED =
      Set.of(
          "_start",
          "_init",
          "_fini",
          "_dl_relocate_static_pie",
          "__libc_csu_init",
          "__libc_csu_fini",
          "__stack_chk_fail_local",
          "atexit",
          "at_quick_exit",
          "pthread_atfork",
          "stat",
          "stat64",
          "fstat",
          "fstat64",
          "lstat",
          "lstat64",
          "fstatat",
          "fstatat64",
          "mknod",
          "mknodat");

  private TypedCode() {}

  /** Whether a unit has code that a compiler made. */
  static boolean isCompiled(Unit unit) {
    return unit.root()
        .filter(r -> r.number(At.LANGUAGE).filter(l -> l == ASSEMBLY).isEmpty())
        .filter(r -> !r.ranges().isEmpty())
        .isPresent();
  }

  /**
   * Whether each function lies in a unit; false if no symbol table tells the functions.
   *
   * @throws IOException when a file cannot be read
   * @throws dev.elfwright.elf.ElfFormatException when one is malformed
   */
  static boolean isWhole(Dwarf dwarf, Path file, DebugFiles debugFiles) throws IOException {
    try (ElfModel model = Elf.open(file)) {
      if (model.symbols().isPresent()) {
        return isWhole(dwarf, model);
      }
      Optional<Path> apart = debugFiles.find(model, file);
      if (apart.isEmpty()) {
        return false;
      }
      try (ElfModel other = Elf.open(apart.get())) {
        return isWhole(dwarf, other);
      }
    }
  }

  private static boolean isWhole(Dwarf dwarf, ElfModel model) {
    if (model.symbols().isEmpty()) {
      return false;
    }
    TreeMap<Long, AddressRange> code = new TreeMap<>(Long::compareUnsigned);
    dwarf.units().stream()
        .flatMap(u -> u.root().stream())
        .flatMap(r -> r.ranges().stream())
        .forEach(r -> code.merge(r.start(), r, TypedCode::larger));
    SymbolTable symbols = model.symbols().get();
    return IntStream.range(1, symbols.count())
        .filter(i -> isFunction(symbols, i))
        .allMatch(i -> lies(symbols.value(i), code));
  }

  private static AddressRange larger(AddressRange a, AddressRange b) {
    return Long.compareUnsigned(a.end(), b.end()) < 0 ? b : a;
  }

  private static boolean lies(long address, TreeMap<Long, AddressRange> code) {
    Map.Entry<Long, AddressRange> found = code.floorEntry(address);
    return found != null && found.getValue().contains(address);
  }

  private static boolean isFunction(SymbolTable symbols, int i) {
    int type = symbols.type(i);
    if (type != SymbolType.FUNC && type != SymbolType.GNU_IFUNC
        || symbols.isUndefined(i)
        || symbols.size(i) == 0) {
      return false;
    }
    String name = symbols.name(i);
    return !ADDED.contains(name) && !name.startsWith("__x86.get_pc_thunk.");
  }
}
