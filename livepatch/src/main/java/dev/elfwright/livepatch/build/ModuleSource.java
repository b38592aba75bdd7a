package dev.elfwright.livepatch.build;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.livepatch.kernel.SymbolVersions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The C source of what makes an object file a module: {@code struct module}, {@code .modinfo} and
 * the versions of what it uses, as modpost writes them of any module (scripts/mod/modpost.c).
 */
final class ModuleSource {
  /** struct modversion_info has a word and this. */
  private static final int LONGEST_NAME = 55;

  private ModuleSource() {}

  /**
   * The source.
   *
   * @param declarations of the structs, as {@link Declarations} has them
   * @param name the module's
   * @param objects what is linked into it
   * @param exports what the kernel exports
   */
  static String of(String declarations, String name, List<Path> objects, SymbolVersions exports)
      throws IOException {
    StringBuilder out = new StringBuilder(declarations);
    out.append(
        """
        #define INCLUDE_VERMAGIC
        #include <linux/vermagic.h>
        #define INFO(number, line) \\
        	static const char info_##number[] \\
        		__attribute__((used, section(".modinfo"), aligned(1))) = line

        INFO(1, "license=GPL");
        INFO(2, "livepatch=Y");
        INFO(3, "depends=");
        INFO(4, "name=%1$s");
        INFO(5, "vermagic=" VERMAGIC_STRING);
        #if defined(CONFIG_RETPOLINE) || defined(CONFIG_MITIGATION_RETPOLINE)
        INFO(6, "retpoline=Y");
        #endif

        extern int init_module(void);
        extern void cleanup_module(void);
        __attribute__((section(".gnu.linkonce.this_module"), aligned(64)))
        struct module __this_module = {
        	.name = "%1$s",
        	.init = init_module,
        	.exit = cleanup_module,
        };

        static const struct {
        	unsigned long version;
        	char name[%2$d];
        } versions[] __attribute__((used, section("__versions"))) = {
        """
            .formatted(name, LONGEST_NAME + 1));
    for (String symbol : used(objects)) {
      exports
          .find(symbol)
          .filter(e -> e.crc() != 0 && symbol.length() <= LONGEST_NAME)
          .ifPresent(e -> out.append("\t{0x%08xUL, \"%s\"},\n".formatted(e.crc(), symbol)));
    }
    return out.append("};\n").toString();
  }

  /** The kernel asks every module for the version of module_layout. */
  private static SortedSet<String> used(List<Path> objects) throws IOException {
    SortedSet<String> used = new TreeSet<>(List.of("module_layout"));
    for (Path object : objects) {
      try (ElfModel model = Elf.open(object)) {
        model.symbols().stream()
            .flatMap(SymbolTable::symbols)
            .filter(s -> s.isUndefined() && s.binding() != SymbolBinding.LOCAL)
            .map(Symbol::name)
            .forEach(used::add);
      }
    }
    return used;
  }
}
