package dev.elfwright.elf.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images of memory, held against those of GNU objcopy. */
class MemoryImageTest {
  @TempDir private Path folder;

  private static final RawImage.Filling ZEROS = new RawImage.Filling((byte) 0, 0);

  private static byte[] bytes(LayoutPlan plan) throws IOException {
    return ElfWriter.toMemory(plan).toArray(ValueLayout.JAVA_BYTE);
  }

  private static MemorySegment text(String lines) {
    return MemorySegment.ofArray(lines.getBytes(StandardCharsets.US_ASCII));
  }

  private static LayoutPlan plan(String format, MemoryImage image, String out) {
    return switch (format) {
      case "binary" -> RawImage.plan(image, ZEROS);
      case "ihex" -> IntelHex.plan(image);
      default -> SRecords.plan(image, out);
    };
  }

  private byte[] objcopys(String format, String file) throws IOException {
    Tool.run(folder, List.of("objcopy", "-O", format, file, "out"));
    return Files.readAllBytes(folder.resolve("out"));
  }

  /** Addresses below 64 KiB, at 1 MiB, and those of the Linux kernel. */
  @ParameterizedTest
  @CsvSource({
    "binary,0x8000", "ihex,0x8000", "srec,0x8000",
    "binary,0xfff80", "ihex,0xfff80", "srec,0xfff80",
    "ihex,0xffffffff81000000", "srec,0xffffffff81000000"
  })
  void imagesEqualObjcopys(String format, String base) throws IOException {
    Files.writeString(
        folder.resolve("a.c"),
        "const char text[70000] = {1, 2, 3}; int data[99] = {4}; int zeros[9];"
            + "void _start(void) { for (;;); }");
    String[] gcc = "gcc -Os -static -nostdlib -mcmodel=large -no-pie -fno-pie a.c -o a".split(" ");
    List<String> command = new ArrayList<>(List.of(gcc));
    command.addAll(List.of("-Wl,-z,max-page-size=4096", "-Wl,-Ttext-segment=" + base));
    Tool.run(folder, command);
    try (ElfModel model = Elf.open(folder.resolve("a"))) {
      byte[] ours = bytes(plan(format, MemoryImage.of(model), "out"));
      assertThat(ours).isEqualTo(objcopys(format, "a"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ihex", "srec"})
  void whatIsWrittenIsReadAgain(String format) throws IOException {
    byte[] content = new byte[100_000];
    new Random(1).nextBytes(content);
    MemoryImage image =
        new MemoryImage(
            "made",
            List.of(
                new MemoryImage.Chunk(".sec1", 0xfffe, MemorySegment.ofArray(content)),
                new MemoryImage.Chunk(".sec2", 0xffff_fff0L, MemorySegment.ofArray(new byte[16]))),
            0xfedcba98L);
    MemorySegment text = MemorySegment.ofArray(bytes(plan(format, image, "made")));
    MemoryImage read =
        format.equals("ihex") ? IntelHex.read("text", text) : SRecords.read("text", text);
    assertThat(read.entry()).isEqualTo(0xfedcba98L);
    assertThat(read.chunks()).hasSize(2);
    for (int i = 0; i < 2; i++) {
      MemoryImage.Chunk chunk = read.chunks().get(i);
      assertThat(chunk.address()).isEqualTo(image.chunks().get(i).address());
      assertThat(chunk.bytes().mismatch(image.chunks().get(i).bytes())).isEqualTo(-1);
    }
  }

  /** As the loader of the file would do it: what comes last is seen, and nothing else is lost. */
  @Test
  void whereChunksOverlapTheLastWins() throws IOException {
    Random random = new Random(2);
    for (int round = 0; round < 2_000; round++) {
      List<MemoryImage.Chunk> chunks = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        byte[] bytes = new byte[random.nextInt(9)];
        Arrays.fill(bytes, (byte) (i + 1));
        chunks.add(
            new MemoryImage.Chunk("c" + i, random.nextInt(20), MemorySegment.ofArray(bytes)));
      }
      MemoryImage image = new MemoryImage("made", chunks, 0);
      byte[] expected = new byte[40];
      for (MemoryImage.Chunk c : image.chunks()) {
        byte[] part = c.bytes().toArray(ValueLayout.JAVA_BYTE);
        System.arraycopy(part, 0, expected, (int) c.address(), part.length);
      }
      byte[] got = new byte[40];
      for (MemoryImage.Chunk c : image.disjoint()) {
        for (int i = 0; i < c.bytes().byteSize(); i++) {
          assertThat(got[(int) c.address() + i]).isZero();
          got[(int) c.address() + i] = c.bytes().get(ValueLayout.JAVA_BYTE, i);
        }
      }
      assertThat(got).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "x, line 1: expected ':' at the start",
    ":0, line 1: 1 digits are no whole bytes",
    ":, line 1: 0 digits are no whole bytes",
    ":0000zz01FF, line 1: expected hexadecimal digits behind ':'",
    ":01000001FF, 'line 1: has 5 bytes, and says 6'",
    ":00000001FE, 'line 1: the checksum is FF, not FE'",
    ":0000000000, line 1: a data record without data",
    ":00000006FA, line 1: record type 6 is none",
    ":0100000200FD, 'line 1: record type 2 has 1 bytes of data, not 2'",
    ":0100000300FC, 'line 1: record type 3 has 1 bytes of data, not 4'",
    ":00000001FF, line 1: the end is reached without data"
  })
  void brokenIntelHexIsRefused(String line, String why) {
    assertThatThrownBy(() -> IntelHex.read("a.hex", text(line)))
        .isInstanceOf(ImageFormatException.class)
        .hasMessage("a.hex: " + why);
  }

  @ParameterizedTest
  @CsvSource({
    "x, line 1: expected 'S' and a digit at the start",
    "S1, line 1: 0 digits are no whole bytes",
    "S4030000FC, line 1: record type S4 is none",
    "S10200FD, line 1: an address has 2 bytes here",
    "S9030000FD, 'line 1: the checksum is FC, not FD'",
    "S9030000FC, line 1: the end is reached without data"
  })
  void brokenSRecordsAreRefused(String line, String why) {
    assertThatThrownBy(() -> SRecords.read("a.srec", text(line)))
        .isInstanceOf(ImageFormatException.class)
        .hasMessage("a.srec: " + why);
  }

  @Test
  void textsHaveAddressesOf32Bits() {
    MemoryImage image =
        new MemoryImage(
            "made",
            List.of(
                new MemoryImage.Chunk(
                    "high", 0xffff_ffffL, MemorySegment.ofArray(new byte[] {1, 2}))),
            0);
    assertThatThrownBy(() -> IntelHex.plan(image))
        .hasMessage("made: high at 0xffffffff is outside of 32 bits");
    assertThatThrownBy(() -> SRecords.plan(image, "out"))
        .hasMessage("made: high at 0xffffffff is outside of 32 bits");
  }
}
