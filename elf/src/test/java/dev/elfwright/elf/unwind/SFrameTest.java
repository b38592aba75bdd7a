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
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Version 1 as gas 2.40 writes it, with objdump as the oracle; version 2 by its specification. */
class SFrameTest {
  private static final Pattern FUNCTION =
      Pattern.compile("func idx \\[\\d+]: pc = 0x([0-9a-f]+), size = (\\d+) bytes");
  private static final Pattern ROW =
      Pattern.compile(" {4}([0-9a-f]{16}) +([sf]p)([+-]\\d+) +(u|c[+-]\\d+) +(u|c[+-]\\d+)\\S* *");

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        folder.resolve("a.c"),
        """
        extern int one(int);
        extern int two(int *);
        int array(int x) { int v[100]; two(v); return one(x) + v[3]; }
        int dynamic(int x) { char v[x]; two((int *) v); return x; }
        int branches(int x) { return x ? one(x) : two(&x); }
        """);
  }

  @Test
  void rowsOfALibraryAreThoseOfObjdump() throws IOException {
    Tool.run(
        folder, List.of("gcc", "-O2", "-fPIC", "-shared", "-Wa,--gsframe", "a.c", "-o", "a.so"));
    SFrame frames = agrees("objdump", "a.so");
    assertThat(frames.isSorted()).isTrue();
    assertThat(frames.abi()).isEqualTo(3);
    assertThat(frames.function(0).isRepeated()).isFalse();
    assertThat(frames.function(1).isRepeated()).isTrue(); // .plt
  }

  @Test
  void rowsOfAarch64AreThoseOfObjdump() throws IOException {
    Tool.run(
        folder,
        List.of(
            "clang-14",
            "--target=aarch64-linux-gnu",
            "-O1",
            "-fPIC",
            "-fno-addrsig",
            "-S",
            "a.c",
            "-o",
            "a.s"));
    Tool.run(folder, List.of("aarch64-linux-gnu-as", "--gsframe", "a.s", "-o", "a.o"));
    assertThat(agrees("aarch64-linux-gnu-objdump", "a.o").abi()).isEqualTo(2);
  }

  private SFrame agrees(String objdump, String file) throws IOException {
    List<String> expected = new ArrayList<>();
    for (String line :
        Tool.run(folder, List.of(objdump, "--sframe=.sframe", file)).lines().toList()) {
      Matcher function = FUNCTION.matcher(line);
      if (function.find()) {
        expected.add(function.group(1) + " " + function.group(2));
      }
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        expected.add(
            "%x %s%s %s %s"
                .formatted(
                    Long.parseLong(row.group(1), 16),
                    row.group(2),
                    row.group(3),
                    row.group(4),
                    row.group(5)));
      }
    }
    try (ElfModel model = Elf.openShared(folder.resolve(file))) {
      SFrame frames = SFrame.of(model).orElseThrow();
      boolean isX86 = frames.abi() == 3;
      List<String> found = new ArrayList<>();
      long rows = 0;
      for (int i = 0; i < frames.count(); i++) {
        SFrameFunction f = frames.function(i);
        found.add("%x %d".formatted(f.address(), f.size()));
        for (SFrameRow r : frames.rows(f)) {
          found.add(text(f, r, isX86));
          rows++;
        }
      }
      assertThat(found).isEqualTo(expected).hasSizeGreaterThan(8);
      assertThat(rows).isEqualTo(frames.rowCount());
      assertThat(frames.version()).isEqualTo(1);
      return frames;
    }
  }

  private static String text(SFrameFunction f, SFrameRow r, boolean isX86) {
    if (isX86) {
      assertThat(r.returnAddress()).hasValue(-8);
    }
    return "%x %s%+d %s %s"
        .formatted(
            f.isRepeated() ? r.start() : f.address() + r.start(),
            r.base() == SFrameRow.Base.STACK_POINTER ? "sp" : "fp",
            r.cfa(),
            saved(r.framePointer()),
            isX86 ? "u" : saved(r.returnAddress()));
  }

  private static String saved(OptionalInt offset) {
    return offset.isEmpty() ? "u" : "c%+d".formatted(offset.getAsInt());
  }

  @Test
  void versionTwoSaysHowLongARepeatedBlockIs() throws IOException {
    SFrame frames = assembled(2, 4, 1, ".byte 0x11, 16\n.short 0\n");
    assertThat(frames.count()).isEqualTo(1);
    SFrameFunction f = frames.function(0);
    assertThat(f).isEqualTo(new SFrameFunction(28 - 0x100, 64, 0, 1, 0x11, 16));
    assertThat(f.isRepeated()).isTrue();
    assertThat(frames.rows(f))
        .containsExactly(
            new SFrameRow(
                0x1234,
                SFrameRow.Base.STACK_POINTER,
                -300,
                OptionalInt.of(-8),
                OptionalInt.of(-16),
                true));
  }

  @Test
  void withoutTheFlagAnAddressCountsFromTheSection() throws IOException {
    assertThat(assembled(2, 0, 1, ".byte 0x11, 16\n.short 0\n").function(0).address())
        .isEqualTo(-0x100);
  }

  @Test
  void functionsThatShareRowsAreRefused() {
    assertThatThrownBy(() -> assembled(2, 0, 2, ".byte 0x11, 16\n.short 0\n"))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("rows");
    assertThatThrownBy(() -> assembled(3, 0, 1, ""))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("version 3");
  }

  /** One function with one row: start of 2 bytes, three offsets of 2 bytes from SP, signed. */
  private SFrame assembled(int version, int flags, int rows, String tail) throws IOException {
    Files.writeString(
        folder.resolve("a.s"),
        """
        .section .sframe,"a",@progbits
        .short 0xdee2
        .byte %d, %d, 2, 0, 0, 0
        .long 1, 1, 3f-2f, 0, 2f-1f
        1: .long -0x100, 64, 0, %d
        %s
        2: .short 0x1234
        .byte 0xa7
        .short -300, -8, -16
        3:
        """
            .formatted(version, flags, rows, tail));
    Tool.run(folder, List.of("as", "a.s", "-o", "a.o"));
    try (ElfModel model = Elf.openShared(folder.resolve("a.o"))) {
      return SFrame.of(model).orElseThrow();
    }
  }
}
