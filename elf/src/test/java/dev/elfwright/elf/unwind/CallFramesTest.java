package dev.elfwright.elf.unwind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Call frames of Debian's libraries; readelf, eu-readelf and llvm-dwarfdump are the oracles. */
class CallFramesTest {
  private static final Pattern ENTRY =
      Pattern.compile(
          "(?m)^([0-9a-f]+) ([0-9a-f]+) [0-9a-f]+ "
              + "(?:CIE$|FDE cie=([0-9a-f]+) pc=([0-9a-f]+)\\.\\.([0-9a-f]+))");
  private static final Pattern INDEXED =
      Pattern.compile(
          "(?m)^  0x[0-9a-f]+ \\(offset: 0x([0-9a-f]+)\\) -> .* fde=\\[ *([0-9a-f]+)\\]");
  private static final Pattern TABLE =
      Pattern.compile(
          "(?m)^([0-9a-f]+) [0-9a-f]+ [0-9a-f]+ FDE .*\\n  Format: .*\\n(?:  LSDA Address: (.*))?");
  private static final String LIBRARY = "/usr/lib/x86_64-linux-gnu/libstdc++.so.6";

  @TempDir private Path folder;

  private static long hex(String digits) {
    return Long.parseUnsignedLong(digits, 16);
  }

  /** Both classes, both byte orders; absolute, relative and aligned pointers. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        LIBRARY,
        "/usr/bin/ls",
        "/usr/i686-linux-gnu/lib/libc.so.6",
        "/usr/aarch64-linux-gnu/lib/libc.so.6",
        "/usr/powerpc-linux-gnu/lib/libc.so.6",
        "/usr/mips-linux-gnu/lib/libc.so.6",
        "/usr/s390x-linux-gnu/lib/libc.so.6",
        "/usr/sparc64-linux-gnu/lib/libc.so.6",
        "/usr/hppa-linux-gnu/lib/libc.so.6"
      })
  void entriesAreThoseOfReadelf(Path file) throws IOException {
    String shown =
        Tool.output(List.of("readelf", "--debug-dump=frames,no-follow-links", "" + file));
    List<String> expected = new ArrayList<>();
    Matcher m = ENTRY.matcher(shown.replaceAll("(?s)Contents of the .debug_frame.*", ""));
    while (m.find()) {
      expected.add(
          m.group(3) == null
              ? "%x %x CIE".formatted(hex(m.group(1)), hex(m.group(2)))
              : "%x %x %x %x %x"
                  .formatted(
                      hex(m.group(1)),
                      hex(m.group(2)),
                      hex(m.group(3)),
                      hex(m.group(4)),
                      hex(m.group(5))));
    }
    try (ElfModel model = Elf.open(file)) {
      List<String> found =
          CallFrames.of(model).orElseThrow().entries().stream().map(CallFramesTest::text).toList();
      assertThat(found).isEqualTo(expected).isNotEmpty();
    }
  }

  private static String text(FrameEntry entry) {
    return switch (entry) {
      case CommonEntry c -> "%x %x CIE".formatted(c.offset(), c.size() - 4);
      case FunctionEntry f ->
          "%x %x %x %x %x"
              .formatted(
                  f.offset(),
                  f.size() - 4,
                  f.common().offset(),
                  f.address(),
                  f.address() + f.range());
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        LIBRARY,
        "/usr/bin/ls",
        "/usr/aarch64-linux-gnu/lib/libc.so.6",
        "/usr/powerpc-linux-gnu/lib/libc.so.6"
      })
  void theIndexIsThatOfEuReadelfAndLeadsToItsEntries(Path file) throws IOException {
    Matcher m =
        INDEXED.matcher(Tool.output(List.of("eu-readelf", "--debug-dump=frames", "" + file)));
    int compared = 0;
    try (ElfModel model = Elf.open(file)) {
      FrameIndex index = FrameIndex.of(model).orElseThrow();
      CallFrames frames = CallFrames.of(model).orElseThrow();
      assertThat(index.frames()).isEqualTo(frames.address());
      for (; m.find(); compared++) {
        FrameIndex.Entry entry = index.entry(compared);
        FunctionEntry function = frames.function(entry.frame());
        assertThat(function.offset()).isEqualTo(hex(m.group(2)));
        assertThat(entry.address()).isEqualTo(hex(m.group(1))).isEqualTo(function.address());
        assertThat(index.find(function.address() + function.range() - 1)).contains(entry);
      }
      assertThat(compared).isEqualTo(index.count()).isPositive();
      assertThat(index.find(index.entry(0).address() - 1)).isEmpty();
    }
  }

  @Test
  void exceptionTablesAndPersonalitiesAreThoseOfLlvm() throws IOException {
    String shown = Tool.output(List.of("llvm-dwarfdump-14", "--eh-frame", LIBRARY));
    Matcher m = TABLE.matcher(shown);
    int with = 0;
    int without = 0;
    try (ElfModel model = Elf.open(Path.of(LIBRARY))) {
      CallFrames frames = CallFrames.of(model).orElseThrow();
      while (m.find()) {
        FunctionEntry f = frames.function(frames.address() + hex(m.group(1)));
        if (m.group(2) == null || hex(m.group(2)) == 0) {
          assertThat(f.exceptionTable()).as(m.group()).isEmpty();
          without++;
        } else {
          assertThat(f.exceptionTable()).as(m.group()).hasValue(hex(m.group(2)));
          assertThat(shown)
              .contains(
                  "Personality Address: %016x".formatted(f.common().personality().orElseThrow()));
          with++;
        }
      }
    }
    assertThat(with).isGreaterThan(1000);
    assertThat(without).isGreaterThan(1000);
  }

  @Test
  void aSignalTrampolineIsKnown() throws IOException {
    try (ElfModel model = Elf.open(Path.of("/usr/lib/x86_64-linux-gnu/libc.so.6"))) {
      assertThat(CallFrames.of(model).orElseThrow().entries())
          .filteredOn(e -> e instanceof FunctionEntry f && f.common().signalFrame())
          .hasSize(1);
    }
  }

  @Test
  void withoutSectionsTheIndexLeadsToTheSameEntries() throws IOException {
    Path bare = folder.resolve("bare");
    Tool.run(List.of("llvm-strip-14", "--strip-sections", LIBRARY, "-o", "" + bare));
    try (ElfModel whole = Elf.open(Path.of(LIBRARY));
        ElfModel model = Elf.open(bare)) {
      assertThat(model.sections()).isEmpty();
      assertThat(CallFrames.of(model).orElseThrow().entries())
          .isEqualTo(CallFrames.of(whole).orElseThrow().entries());
    }
  }

  @Test
  void lengthsOfEightBytesAndOldAugmentationsAreRead() throws IOException {
    CallFrames frames =
        assembled(
            """
            .long 0xffffffff
            .quad 2f-1f
            1: .long 0
            .byte 1
            .asciz "eh"
            .quad 77
            .byte 1, 0x78, 16
            .balign 8
            2: .long 4f-3f
            3: .long 3b-frames
            .quad 0x1234, 0x10
            4:
            """);
    assertThat(frames.entries()).hasSize(2).first().isInstanceOf(CommonEntry.class);
    FunctionEntry function = (FunctionEntry) frames.entries().getLast();
    assertThat(function.address()).isEqualTo(0x1234);
    assertThat(function.range()).isEqualTo(16);
    assertThat(function.common().dataAlignment()).isEqualTo(-8);
    assertThat(function.covers(0x1243)).isTrue();
    assertThat(function.covers(0x1244)).isFalse();
    assertThat(frames.function(function.offset())).isEqualTo(function);
  }

  @Test
  void anEntryThatNamesNoCieIsRefused() throws IOException {
    CallFrames frames = assembled(".long 20, 4\n.quad 1,2\n");
    assertThatThrownBy(frames::entries)
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("names a CIE at 0x0, where none was");
    assertThatThrownBy(() -> frames.function(0)).isInstanceOf(ElfFormatException.class);
  }

  private CallFrames assembled(String text) throws IOException {
    Files.writeString(
        folder.resolve("a.s"), ".section .eh_frame,\"a\",@progbits\nframes:\n" + text);
    // as itself would take .eh_frame apart.
    Tool.run(folder, List.of("clang-14", "-c", "a.s", "-o", "a.o"));
    try (ElfModel model = Elf.openShared(folder.resolve("a.o"))) {
      return CallFrames.of(model).orElseThrow();
    }
  }
}
