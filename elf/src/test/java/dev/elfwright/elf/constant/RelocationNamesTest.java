package dev.elfwright.elf.constant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelocationNamesTest {
  /** LLVM's files, by the machine they are for. */
  private static final Map<String, Integer> LLVM =
      Map.ofEntries(
          Map.entry("AArch64", 183),
          Map.entry("AMDGPU", 224),
          Map.entry("ARC", 45),
          Map.entry("ARM", 40),
          Map.entry("AVR", 83),
          Map.entry("BPF", 247),
          Map.entry("CSKY", 252),
          Map.entry("Hexagon", 164),
          Map.entry("Lanai", 244),
          Map.entry("M68k", 4),
          Map.entry("Mips", 8),
          Map.entry("PowerPC", 20),
          Map.entry("PowerPC64", 21),
          Map.entry("RISCV", 243),
          Map.entry("Sparc", 2),
          Map.entry("SystemZ", 22),
          Map.entry("VE", 251),
          Map.entry("i386", 3),
          Map.entry("x86_64", 62));

  @TempDir Path folder;

  @Test
  void everyTypeOfLlvmHasItsNumber() throws IOException {
    Path tables = Path.of("/usr/include/llvm-14/llvm/BinaryFormat/ELFRelocs");
    List<String> wrong = new ArrayList<>();
    int checked = 0;
    for (var table : LLVM.entrySet()) {
      RelocationNames names = RelocationNames.of(table.getValue());
      var line =
          Pattern.compile("ELF_RELOC\\(\\s*(\\w+)\\s*,\\s*(\\w+)\\s*\\)")
              .matcher(Files.readString(tables.resolve(table.getKey() + ".def")));
      while (line.find()) {
        checked++;
        if (names.number(line.group(1)).orElse(-1) != Long.decode(line.group(2))) {
          wrong.add(line.group());
        }
      }
    }
    // LLVM exchanges two numbers that the psABI leaves open; glibc, which reads them, has them so.
    assertThat(wrong)
        .hasSize(2)
        .allMatch(w -> w.matches("ELF_RELOC\\(R_AARCH64_P32_TLS_DTP(MOD|REL),.*"));
    assertThat(checked).isGreaterThan(1_000);
  }

  @Test
  void everyTypeOfGlibcHasItsNumber() throws IOException {
    List<RelocationNames> all =
        IntStream.range(0, 0x10000)
            .filter(m -> !Machine.name(m).startsWith("0x"))
            .mapToObj(RelocationNames::of)
            .toList();
    List<String> wrong = new ArrayList<>();
    HeaderFile.glibc(folder)
        .forEach((macro, value) -> {
          if (macro.matches("R_[A-Z0-9]+_.*")
              && !macro.matches(".*_(NUM|LORESERVE|HIRESERVE)")
              && all.stream().noneMatch(n -> n.number(macro).orElse(-1) == value)) {
            wrong.add(macro + " " + value);
          }
        });
    // Where glibc and binutils differ, the files that binutils writes decide.
    assertThat(wrong)
        .containsExactlyInAnyOrder(
            "R_SH_SWITCH8 33",
            "R_SH_GNU_VTINHERIT 34",
            "R_SH_GNU_VTENTRY 35",
            "R_ARC_TLS_DTPOFF_S9 74");
  }

  @Test
  void aTypeIsNamedAsReadelfNamesIt() throws IOException {
    Files.writeString(folder.resolve("a.c"), "extern int x; int f(void) { return x; }");
    Tool.run(folder, List.of("gcc", "-fPIC", "-c", "a.c", "-o", "a.o"));
    String text = Tool.run(folder, List.of("readelf", "-rW", "a.o"));
    assertThat(text).contains(RelocationNames.of(Machine.X86_64).name(42).substring(0, 17));
  }

  @Test
  void anUnknownTypeOrMachineIsANumber() {
    assertThat(RelocationNames.of(Machine.X86_64).name(0x1234)).isEqualTo("0x1234");
    assertThat(RelocationNames.of(0xfffe).name(1)).isEqualTo("0x1");
    assertThat(RelocationNames.of(0xfffe).all()).isEmpty();
  }

  @Test
  void twoProcessorsUseTheirNumbersTwice() {
    int msp430 = 105;
    assertThat(RelocationNames.of(msp430).name(1)).isEqualTo("R_MSP430_ABS32");
    assertThat(RelocationNames.of(new Abi(msp430, 255), 0).name(1)).isEqualTo("R_MSP430_32");
    assertThat(RelocationNames.of(new Abi(msp430, 255), 45).name(1)).isEqualTo("R_MSP430_ABS32");
    int nfp = 250;
    assertThat(RelocationNames.of(Abi.of(nfp), 0x320000).name(1))
        .isNotEqualTo(RelocationNames.of(Abi.of(nfp), 0x600000).name(1));
  }
}
