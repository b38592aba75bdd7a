package dev.elfwright.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every entry, attribute and line of real compilers' output, as llvm-dwarfdump sees it. */
class DwarfOracleTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gcc -gdwarf-2 -gstrict-dwarf -O2",
        "gcc -gdwarf-3 -O2",
        "gcc -gdwarf-4 -O2",
        "gcc -gdwarf-5 -O2",
        "gcc -gdwarf-5 -O2 -c",
        "gcc -gdwarf-4 -gdwarf64 -O2",
        "gcc -gdwarf-5 -gdwarf64 -O2",
        "gcc -gdwarf-5 -gz=zlib -O0",
        "gcc -gdwarf-4 -gz=zlib-gnu -c",
        "gcc -gdwarf-5 -m32 -O2",
        "gcc -gdwarf-5 -O2 -flto",
        "g++ -gdwarf-4 -O2",
        "g++ -gdwarf-5 -O2",
        "g++ -gdwarf-5 -O2 -c",
        "g++ -gdwarf-5 -fdebug-types-section",
        "clang-14 -gdwarf-4 -O2",
        "clang-14 -gdwarf-5 -O2",
        "clang-14 -gdwarf-5 -gdwarf64 -O2",
        "clang-14 -gdwarf-5 -O2 -c -target s390x-linux-gnu -ffreestanding",
        "clang-14 -gdwarf-4 -O2 -c -target powerpc64le-linux-gnu -ffreestanding",
        "clang-14 -gdwarf-5 -O2 -c -target riscv64-linux-gnu -ffreestanding",
        "clang-14 -gdwarf-5 -O2 -c -target aarch64-linux-gnu -ffreestanding",
        "clang-14 -gdwarf-5 -O2 -c -target arm-linux-gnueabihf -ffreestanding",
        "clang++-14 -gdwarf-5 -O2 -fstandalone-debug",
      })
  void entriesAndLinesAreThoseThatLlvmSees(String command) throws IOException {
    List<String> words = List.of(command.split(" "));
    String compiler = words.getFirst();
    Path file =
        Sources.compile(
            folder,
            "out",
            compiler,
            compiler.contains("++") ? Sources.CPP : Sources.C,
            words.subList(1, words.size()).toArray(String[]::new));
    try (ElfModel model = Elf.open(file)) {
      Dwarf dwarf = Dwarf.of(model);
      assertThat(dwarf.units()).isNotEmpty();
      same(LlvmDump.ours(dwarf), LlvmDump.theirs(file));
      same(LineDump.ours(dwarf), LineDump.theirs(file));
    }
  }

  /** Groups of sections for types: each counts its offsets from 0, so they are left out here. */
  @Test
  void allSectionsOfAnObjectFileAreRead() throws IOException {
    Path file =
        Sources.compile(
            folder, "out.o", "g++", Sources.CPP, "-c", "-gdwarf-5", "-fdebug-types-section");
    try (ElfModel model = Elf.open(file)) {
      assertThat(model.sections().stream().filter(s -> s.name().equals(".debug_info")).count())
          .isGreaterThan(3);
      same(withoutOffsets(LlvmDump.ours(Dwarf.of(model))), withoutOffsets(LlvmDump.theirs(file)));
    }
  }

  private static List<String> withoutOffsets(List<String> lines) {
    return lines.stream().map(l -> l.replaceAll("^[0-9a-f]+ | -> [0-9a-f]+$", "")).toList();
  }

  /** Shows the first difference with what precedes it, not two texts of a thousand lines. */
  private static void same(List<String> ours, List<String> theirs) {
    assertThat(theirs).hasSizeGreaterThan(10);
    int common = Math.min(ours.size(), theirs.size());
    for (int i = 0; i < common; i++) {
      if (!ours.get(i).equals(theirs.get(i))) {
        int from = Math.max(0, i - 5);
        assertThat(ours.subList(from, i + 1)).isEqualTo(theirs.subList(from, i + 1));
      }
    }
    assertThat(ours).hasSameSizeAs(theirs);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/usr/bin/llvm-objcopy-19 --compress-debug-sections=zstd"})
  void sectionsInZstdAreRead(String command) throws IOException {
    Path file = Sources.compile(folder, "plain", "gcc", Sources.C, "-O2");
    List<String> words = new java.util.ArrayList<>(List.of(command.split(" ")));
    words.addAll(List.of(file.toString(), folder.resolve("packed").toString()));
    Tool.run(words);
    try (ElfModel plain = Elf.open(file);
        ElfModel packed = Elf.open(folder.resolve("packed"))) {
      assertThat(LlvmDump.ours(Dwarf.of(packed))).isEqualTo(LlvmDump.ours(Dwarf.of(plain)));
    }
  }
}
