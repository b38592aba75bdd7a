package dev.elfwright.dwarf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.unwind.CallFrames;
import dev.elfwright.elf.unwind.CfaRule;
import dev.elfwright.elf.unwind.CommonEntry;
import dev.elfwright.elf.unwind.FrameRow;
import dev.elfwright.elf.unwind.FunctionEntry;
import dev.elfwright.elf.unwind.RegisterRule;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows of .debug_frame, held against {@code readelf --debug-dump=frames-interp}. */
class DebugFrameTest {
  private static final String SOURCE =
      """
      int g(int *, int);
      int f(int n, int *p) {
        int a[n + 1]; a[0] = n; int s = 0;
        for (int i = 0; i < n; i++) s += g(a, i) + g(p, s);
        return s;
      }
      int h(int x) { return x + 1; }
      """;

  /** Names of the registers that hold frames, where readelf knows names. */
  private static final Map<String, String> NUMBERS =
      Map.of("rsp", "7", "rbp", "6", "rbx", "3", "esp", "4", "ebp", "5", "sp", "31");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "x86_64,-gdwarf-2", "x86_64,-gdwarf-3", "x86_64,-gdwarf-4", "x86_64,-gdwarf-5 -gdwarf64",
    "i686,-gdwarf-2", "i686,-gdwarf-4", "aarch64,-gdwarf-4", "s390x,-gdwarf-3",
    "s390x,-gdwarf-5 -gdwarf64", "x86_64,-gdwarf-4 -gz=zlib"
  })
  void theRowsAreThoseOfReadelf(String machine, String options) throws IOException {
    Files.writeString(folder.resolve("f.c"), SOURCE);
    List<String> command =
        new ArrayList<>(
            List.of("clang-14", "--target=" + machine + "-linux-gnu", "-ffreestanding"));
    command.addAll(List.of("-fno-asynchronous-unwind-tables", "-fno-unwind-tables", "-g", "-O1"));
    command.addAll(Arrays.asList(options.split(" ")));
    command.addAll(List.of("-c", "f.c", "-o", "f.o"));
    Tool.run(folder, command);
    assertThat(compare("f.o")).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"1", "3", "4"})
  void linkedFilesOfEachVersion(int version) throws IOException {
    Files.writeString(folder.resolve("f.c"), SOURCE);
    Tool.run(
        folder,
        List.of(
            "gcc",
            "-g",
            "-O1",
            "-shared",
            "-fPIC",
            "-fno-asynchronous-unwind-tables",
            "f.c",
            "-Wa,--gdwarf-cie-version=" + version,
            "-o",
            "f.so"));
    assertThat(compare("f.so")).isEqualTo(2);
    try (ElfModel model = Elf.open(folder.resolve("f.so"))) {
      CallFrames frames = Dwarf.of(model).frames().orElseThrow();
      assertThat(frames.entries().getFirst())
          .isInstanceOfSatisfying(
              CommonEntry.class, c -> assertThat(c.version()).isEqualTo(version));
    }
  }

  /** Addresses of 4 bytes behind segment selectors of 2, and the CIE is the last entry. */
  private static final String SEGMENTED =
      """
      .section .debug_frame
      frames:
      .long 2f - 1f
      1: .long CIE
      .short 7
      .long 0x1000, 0x20
      .byte 0x41, 0x0e, 16, 0x86, 2
      2:
      .long 4f - 3f
      3: .long -1
      .byte 4
      .byte 0
      .byte 4, 2
      .byte 1, 0x78, 16, 0x0c, 7, 8, 0x90, 1
      4:
      """;

  private Dwarf assembled(String text) throws IOException {
    Files.writeString(folder.resolve("s.s"), text);
    Tool.run(folder, List.of("as", "s.s", "-o", "s.o"));
    return Dwarf.of(Elf.openShared(folder.resolve("s.o")));
  }

  @Test
  void segmentsAndCommonEntriesBehindTheirs() throws IOException {
    Dwarf dwarf = assembled(SEGMENTED.replace("CIE", "2f - frames"));
    CallFrames frames = dwarf.frames().orElseThrow();
    FunctionEntry function = (FunctionEntry) frames.entries().getFirst();
    // Not compared: readelf 2.40 leaves out the instructions of a CIE that stands behind.
    assertThat(text(frames.rows(function))).containsExactly("1000 7+8 u c-8", "1001 7+16 c-16 c-8");
    assertThat(function.address()).isEqualTo(0x1000);
    assertThat(function.common().segmentSize()).isEqualTo(2);
    assertThat(function.common().addressSize()).isEqualTo(4);
  }

  @Test
  void whatIsNoCommonEntryIsRefused() throws IOException {
    Dwarf dwarf = assembled(SEGMENTED.replace("CIE", "5"));
    CallFrames frames = dwarf.frames().orElseThrow();
    assertThatThrownBy(frames::entries)
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("(.debug_frame)")
        .hasMessageContaining("names a CIE at 0x5, where none was");
    Dwarf odd =
        assembled(SEGMENTED.replace("CIE", "2f - frames").replace(".byte 4, 2", ".byte 3, 2"));
    assertThatThrownBy(() -> odd.frames().orElseThrow().entries())
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("addresses of 3 bytes");
  }

  /** How many functions have the same rows. */
  private int compare(String name) throws IOException {
    Map<Long, List<String>> ours = new TreeMap<>();
    try (ElfModel model = Elf.open(folder.resolve(name))) {
      CallFrames frames = Dwarf.of(model).frames().orElseThrow();
      for (var entry : frames.entries()) {
        if (entry instanceof FunctionEntry f) {
          ours.put(f.offset(), text(frames.rows(f)));
        }
      }
    }
    assertThat(ours).isEqualTo(readelf(name));
    return ours.size();
  }

  private static List<String> text(List<FrameRow> rows) {
    TreeSet<Long> columns = new TreeSet<>();
    rows.forEach(r -> columns.addAll(r.registers().keySet()));
    return rows.stream()
        .map(r -> {
          StringBuilder line = new StringBuilder("%x ".formatted(r.address()));
          line.append(
              r.cfa() instanceof CfaRule.RegisterOffset(long register, long offset)
                  ? "%d+%d".formatted(register, offset)
                  : "exp");
          columns.forEach(c -> line.append(' ').append(text(r.registers().get(c))));
          return line.toString();
        })
        .toList();
  }

  private static String text(@org.jspecify.annotations.Nullable RegisterRule rule) {
    return switch (rule) {
      case null -> "u";
      case RegisterRule.Undefined _ -> "u";
      case RegisterRule.SameValue _ -> "s";
      case RegisterRule.AtOffset(long offset) -> "c%+d".formatted(offset);
      case RegisterRule.ValueOffset(long offset) -> "v%+d".formatted(offset);
      case RegisterRule.InRegister(long r) -> "r" + r;
      case RegisterRule.AtExpression _ -> "exp";
      case RegisterRule.ValueExpression _ -> "vexp";
    };
  }

  private Map<Long, List<String>> readelf(String name) {
    Map<Long, List<String>> found = new TreeMap<>();
    List<String> current = new ArrayList<>();
    List<String> common = List.of();
    String output =
        Tool.output(
            List.of(
                "readelf", "-W", "--debug-dump=frames-interp", folder.resolve(name).toString()));
    boolean isFirst = false;
    int frames = output.indexOf("Contents of the .debug_frame");
    for (String line : output.substring(frames).lines().toList()) {
      if (line.contains(" FDE ")) {
        // Without instructions of its own readelf shows no rows: those of the CIE hold.
        String start = line.replaceAll(".* pc=([0-9a-f]+)[.][.].*", "$1");
        String row =
            common.getFirst().replaceFirst("^0", "%x".formatted(Long.parseLong(start, 16)));
        current = new ArrayList<>(List.of(row));
        found.put(Long.parseLong(line.substring(0, 8), 16), current);
        isFirst = true;
      } else if (line.contains(" CIE ")) {
        current = new ArrayList<>();
        common = current;
        isFirst = false;
      } else if (line.matches("[0-9a-f]{8,16} +[a-z0-9]+[+-].*")) {
        String[] parts = line.strip().split(" +");
        parts[0] = "%x".formatted(Long.parseLong(parts[0], 16));
        String[] frame = parts[1].split("(?=[+-])");
        parts[1] = NUMBERS.getOrDefault(frame[0], frame[0].substring(1)) + frame[1];
        if (isFirst) {
          current.clear();
          isFirst = false;
        }
        current.add(String.join(" ", parts));
      }
    }
    return found;
  }
}
