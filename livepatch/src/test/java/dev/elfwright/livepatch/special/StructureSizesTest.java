package dev.elfwright.livepatch.special;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.vm.ModuleBuild;
import dev.elfwright.testkit.DebianKernel;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries are as large as the kernel says, by whichever of its types are there. */
class StructureSizesTest {
  private static final DebianKernel DEBIAN = DebianKernel.newest();
  private static final List<String> STRUCTURES =
      List.of(
          "bug_entry",
          "exception_table_entry",
          "alt_instr",
          "jump_entry",
          "static_call_site",
          "paravirt_patch_site",
          "tracepoint");

  /** A kernel from before BTF: types of its own in DWARF, and a table of two entries. */
  private static final String OLD_KERNEL =
      """
      struct bug_entry { int address; int file; short line; short flags; %s };
      struct bug_entry table[2] __attribute__((section("__bug_table"))) = { { 1 }, { 2 } };
      int _start;
      """;

  /** DWARF 4 of one unit with one structure, whose size has eight bytes. */
  private static final String STRUCTURE_OF_ANY_SIZE =
      """
      .section .debug_abbrev,"",@progbits
      .byte 1, 0x11, 1, 0, 0
      .byte 2, 0x13, 0, 0x03, 0x08, 0x0b, 0x07, 0, 0
      .byte 0
      .section .debug_info,"",@progbits
      .long 2f - 1f
      1: .short 4
      .long 0
      .byte 8
      .byte 1
      .byte 2
      .string "bug_entry"
      .quad %d
      .byte 0
      2:
      """;

  @TempDir private Path folder;

  private Path kernel(String name, String member, String... flags) throws IOException {
    Files.writeString(folder.resolve(name + ".c"), OLD_KERNEL.formatted(member));
    List<String> command = new ArrayList<>(List.of("gcc", "-nostdlib", "-static"));
    command.addAll(List.of(flags));
    command.addAll(List.of("-o", name, name + ".c"));
    Tool.run(folder, command);
    return folder.resolve(name);
  }

  private static FoundSection bugTable(List<FoundSection> found) {
    return found.stream().filter(f -> f.name().equals("__bug_table")).findFirst().orElseThrow();
  }

  /** The kernel's own headers, compiled: what DWARF says of them is what the kernel's BTF says. */
  @Test
  void dwarfSaysWhatBtfSays() throws IOException {
    StringBuilder source = new StringBuilder("#include <linux/module.h>\n#include <linux/bug.h>\n");
    source.append("#include <asm/extable.h>\n#include <linux/tracepoint-defs.h>\n");
    source.append("#include <linux/static_call_types.h>\n#include <asm/alternative.h>\n");
    source.append("#include <asm/paravirt_types.h>\nMODULE_LICENSE(\"GPL\");\n");
    STRUCTURES.forEach(s -> source.append("struct %s of_%s;\n".formatted(s, s)));
    Path module = ModuleBuild.compile(DEBIAN, "sizes", source.toString(), folder);
    try (ElfModel made = Elf.open(module)) {
      StructureSizes dwarf = StructureSizes.of(made);
      StructureSizes btf = StructureSizes.of(KernelObject.open(DEBIAN.vmlinuz()).elf());
      for (String s : STRUCTURES) {
        assertThat(dwarf.size(s)).as(s).isPresent().isEqualTo(btf.size(s));
      }
      assertThat(dwarf.size("no_such_structure")).isEmpty();
    }
  }

  @Test
  void aKernelWithoutBtfTellsByDwarf() throws IOException {
    for (String flag : List.of("-gdwarf-4", "-gdwarf-5", "-gz")) {
      try (ElfModel plain = Elf.open(kernel("plain", "", "-g", flag));
          ElfModel wide = Elf.open(kernel("wide", "long more;", "-g", flag))) {
        assertThat(bugTable(FoundSection.of(plain)).entrySize()).hasValue(12);
        assertThat(bugTable(FoundSection.of(wide)).entrySize()).hasValue(24);
      }
    }
  }

  @Test
  void aTableThatDoesNotFitTheKernelsDwarfIsRefused() throws IOException {
    try (ElfModel plain = Elf.open(kernel("plain", "", "-g"));
        ElfModel wide = Elf.open(kernel("wide", "int a, b;", "-g"))) {
      assertThat(bugTable(FoundSection.of(plain, StructureSizes.of(plain))).entrySize())
          .hasValue(12);
      assertThatThrownBy(() -> FoundSection.of(plain, StructureSizes.of(wide)))
          .isInstanceOf(LivepatchRefusedException.class)
          .hasMessageEndingWith(
              "section __bug_table has 24 bytes, and an entry of the kernel has 20");
    }
  }

  /** The sizes that types give are whatever the file says. */
  @Test
  void aSizeThatNoEntryCanHaveIsRefused() throws IOException {
    Path file = kernel("plain", "", "-g", "-gdwarf-4");
    for (long size : new long[] {0, -1, Long.MIN_VALUE}) {
      Files.writeString(folder.resolve("types.s"), STRUCTURE_OF_ANY_SIZE.formatted(size));
      Tool.run(folder, List.of("as", "-o", "types.o", "types.s"));
      try (ElfModel plain = Elf.open(file);
          ElfModel types = Elf.open(folder.resolve("types.o"))) {
        assertThatThrownBy(() -> FoundSection.of(plain, StructureSizes.of(types)))
            .isInstanceOf(ElfFormatException.class)
            .hasMessageEndingWith("struct bug_entry: " + size + " bytes, expected at least 1");
      }
    }
    Files.writeString(folder.resolve("types.s"), STRUCTURE_OF_ANY_SIZE.formatted(1L << 62));
    Tool.run(folder, List.of("as", "-o", "types.o", "types.s"));
    try (ElfModel plain = Elf.open(file);
        ElfModel types = Elf.open(folder.resolve("types.o"))) {
      assertThatThrownBy(() -> FoundSection.of(plain, StructureSizes.of(types)))
          .isInstanceOf(LivepatchRefusedException.class)
          .hasMessageEndingWith("has 24 bytes, and an entry of the kernel has " + (1L << 62));
    }
  }

  @Test
  void withoutTypesTheTableSaysWhatItCan() throws IOException {
    try (ElfModel plain = Elf.open(kernel("plain", "", "-s"))) {
      assertThat(bugTable(FoundSection.of(plain)).entrySize()).isEmpty();
    }
  }
}
