package dev.elfwright.rseq.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every routine, byte for byte as GNU as encodes the same text. */
class RoutineBytesTest {
  private static final long ADDRESS = 0x7654_3000L;
  private static final Inside DELAYED = new Inside(3, Inside.Guard.SECTION);
  private static final Inside BROKEN = new Inside(0, Inside.Guard.NONE);

  @TempDir Path folder;

  static Stream<Arguments> forms() {
    Stream.Builder<Arguments> all = Stream.builder();
    for (Machine m : Machine.values()) {
      for (long offset : new long[] {-160, 32, 2464, -0x12345 * 32L}) {
        all.add(Arguments.of(m, new ThreadArea.AtThreadPointer(offset), Inside.NOTHING));
      }
      all.add(Arguments.of(m, new ThreadArea.AtThreadPointer(0), DELAYED));
      all.add(Arguments.of(m, new ThreadArea.AtThreadPointer(-64), BROKEN));
    }
    var byKey = new ThreadArea.ByKey(0x7f12_3456_789aL, 77);
    all.add(Arguments.of(Machine.X86_64, byKey, Inside.NOTHING));
    return all.build();
  }

  private static String prefix(Machine machine) {
    return switch (machine) {
      case X86_64 -> "x86_64-linux-gnu-";
      case AARCH64 -> "aarch64-linux-gnu-";
      case RISCV64 -> "riscv64-linux-gnu-";
    };
  }

  private byte[] assembled(Machine machine, ThreadArea area, Inside inside) throws IOException {
    GasText gas = GasText.of(machine);
    List<SectionCode.Section> sections =
        Routine.write(gas, area, inside, new EnumMap<>(Routine.class));
    gas.align(32);
    for (SectionCode.Section s : sections) {
      gas.bind(s.descriptor());
      gas.line(".dc.l 0, 0"); // 32 bits each
      gas.line(
          ".dc.a %2$s, %3$s - %2$s, %4$s",
          "", GasText.name(s.start()), GasText.name(s.end()), GasText.name(s.abort()));
    }
    Files.writeString(folder.resolve("a.s"), gas.text);
    String p = prefix(machine);
    Tool.run(folder, List.of(p + "as", "-o", "a.o", "a.s"));
    Tool.run(
        folder,
        List.of(p + "ld", "-e", "0", "-Ttext=" + Long.toHexString(ADDRESS), "-o", "a.elf", "a.o"));
    Tool.run(
        folder, List.of(p + "objcopy", "-O", "binary", "--only-section=.text", "a.elf", "a.bin"));
    return Files.readAllBytes(folder.resolve("a.bin"));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void bytesAreThoseOfGnuAs(Machine machine, ThreadArea area, Inside inside) throws IOException {
    byte[] expected = assembled(machine, area, inside);
    CodeImage image = Routine.assemble(machine, area, inside, ADDRESS);
    int different = Arrays.mismatch(image.bytes(), expected);
    assertThat(different)
        .as(() ->
            "at 0x%x: %s but GNU as has %s"
                .formatted(
                    different, around(image.bytes(), different), around(expected, different)))
        .isEqualTo(-1);
  }

  private static String around(byte[] bytes, int at) {
    return HexFormat.ofDelimiter(" ")
        .formatHex(bytes, Math.min(at, bytes.length), Math.min(at + 12, bytes.length));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void objdumpKnowsEveryInstruction(Machine machine, ThreadArea area, Inside inside)
      throws IOException {
    CodeImage image = Routine.assemble(machine, area, inside, ADDRESS);
    Files.write(folder.resolve("code"), Arrays.copyOf(image.bytes(), image.table()));
    String kind =
        switch (machine) {
          case X86_64 -> "i386:x86-64";
          case AARCH64 -> "aarch64";
          case RISCV64 -> "riscv:rv64";
        };
    String text =
        Tool.run(
            folder, List.of(prefix(machine) + "objdump", "-D", "-b", "binary", "-m", kind, "code"));
    assertThat(text).contains("ret").doesNotContain("(bad)").doesNotContain("undefined");
  }

  @ParameterizedTest
  @MethodSource("forms")
  void abortHandlersAreOutsideOfTheirSectionAndSigned(
      Machine machine, ThreadArea area, Inside inside) {
    CodeImage image = Routine.assemble(machine, area, inside, ADDRESS);
    ByteBuffer bytes = ByteBuffer.wrap(image.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    int count = (image.bytes().length - image.table()) / CodeImage.DESCRIPTOR;
    assertThat(count).isGreaterThan(10);
    for (int i = 0; i < count; i++) {
      int at = image.table() + i * CodeImage.DESCRIPTOR;
      long start = bytes.getLong(at + 8);
      long length = bytes.getLong(at + 16);
      long abort = bytes.getLong(at + 24);
      assertThat(bytes.getLong(at)).isZero();
      assertThat(length).isBetween(8L, 300L);
      assertThat(abort).matches(a -> a < start || a >= start + length);
      assertThat(bytes.getInt((int) (abort - 4 - ADDRESS))).isEqualTo(machine.signature());
    }
  }

  @Test
  void aDistanceThatTheInstructionHasNoRoomForIsRefused() {
    var tooFar = new ThreadArea.AtThreadPointer(1L << 31);
    for (Machine m : Machine.values()) {
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () -> Routine.assemble(m, tooFar, Inside.NOTHING, 0))
          .isInstanceOfAny(ArithmeticException.class, IllegalArgumentException.class);
    }
  }

  @Test
  void entriesAreAligned() {
    Map<Routine, Integer> entries =
        Routine.assemble(Machine.X86_64, new ThreadArea.AtThreadPointer(0), Inside.NOTHING, ADDRESS)
            .entries();
    assertThat(entries).containsOnlyKeys(Routine.values());
    assertThat(entries.values()).allMatch(at -> at % 16 == 0);
  }
}
