package dev.elfwright.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.constant.CompressionType;
import dev.elfwright.testkit.Fixture;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sections as objcopy compresses them, in both classes, both orders and both styles. */
class CompressionTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "x86_64-linux-gnu,llvm-objcopy-14,zlib",
    "x86_64-linux-gnu,objcopy,zlib-gnu",
    "i386-linux-gnu,objcopy,zlib-gabi",
    "powerpc-linux-gnu,llvm-objcopy-14,zlib",
    "s390x-linux-gnu,llvm-objcopy-14,zlib"
  })
  void whatWasCompressedIsAsItWas(String target, String tool, String style) throws IOException {
    Path plain = new Fixture(folder).object(target);
    Path packed = folder.resolve("packed.o");
    Tool.run(
        List.of(tool, "--compress-debug-sections=" + style, plain.toString(), packed.toString()));
    int compressed = 0;
    try (ElfModel before = Elf.open(plain);
        ElfModel after = Elf.open(packed)) {
      for (Section s : after.sections()) {
        Optional<Compression> how = s.compression();
        if (how.isPresent()) {
          compressed++;
          Section original = before.section(s.name().replace(".zdebug", ".debug")).orElseThrow();
          assertThat(s.uncompressed().mismatch(original.bytes())).as(s.toString()).isEqualTo(-1);
          if (!s.name().startsWith(".zdebug")) {
            assertThat(how.get().alignment()).isEqualTo(original.header().alignment());
          }
        } else {
          assertThat(s.uncompressed().mismatch(s.bytes())).isEqualTo(-1);
        }
      }
    }
    assertThat(compressed).isPositive();
  }

  @Test
  void aHeaderThatPromisesTooMuchIsRefusedBeforeAnythingIsAllocated() throws IOException {
    refused(1L << 30, "cannot become");
    refused(-1, "cannot become");
  }

  @Test
  void aHeaderThatPromisesAnotherSizeIsRefused() throws IOException {
    refused(-2, "promises");
    refused(-3, "promises");
  }

  /** -2: one byte less than there is, -3: one more. */
  private void refused(long size, String message) throws IOException {
    Path plain = new Fixture(folder).object("x86_64-linux-gnu");
    Path packed = folder.resolve("packed.o");
    Tool.run(
        List.of(
            "objcopy", "--compress-debug-sections=zlib-gabi", plain.toString(), packed.toString()));
    byte[] bytes = Files.readAllBytes(packed);
    ElfModel model = Elf.parse("packed", MemorySegment.ofArray(bytes));
    Section s =
        model.sections().stream()
            .filter(x -> x.compression().isPresent())
            .findFirst()
            .orElseThrow();
    long real = s.compression().orElseThrow().size();
    long claimed = size == -2 ? real - 1 : size == -3 ? real + 1 : size;
    MemorySegment.ofArray(bytes)
        .set(
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN),
            s.header().offset() + 8,
            claimed);
    assertThatThrownBy(s::uncompressed)
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining(message);
  }

  /**
   * 300 MB of zeros in 300 KB: too much for memory unless it is asked for, but not for a stream.
   */
  @Test
  void whatBecomesAThousandTimesLargerIsStreamed() throws IOException {
    Files.writeString(
        folder.resolve("zeros.s"), ".section .debug_str,\"\",@progbits\n.zero 300000000\n");
    Tool.run(folder, List.of("as", "--compress-debug-sections", "zeros.s", "-o", "zeros.o"));
    try (ElfModel model = Elf.openShared(folder.resolve("zeros.o"))) {
      Section s = model.section(".debug_str").orElseThrow();
      assertThatThrownBy(s::uncompressed)
          .isInstanceOf(ElfFormatException.class)
          .hasMessageContaining("becomes 0x11e1a300 bytes, at most");
      assertThatThrownBy(() -> s.uncompressed(299_999_999)).isInstanceOf(ElfFormatException.class);
      long[] size = {0};
      new Limits().check("stream", model.contents().byteSize() / 64, () -> size[0] = length(s));
      assertThat(size[0]).isEqualTo(300_000_000);
    }
  }

  private static long length(Section s) {
    try (InputStream in = s.expanding()) {
      return in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatIsCompressedHereObjcopyExpands() throws IOException {
    // objcopy takes what shrinks to less than a tenth for an attack.
    byte[] text = new byte[100_000];
    Random random = new Random(1);
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) random.nextInt('a', 'e');
    }
    byte[] packed =
        Compression.compress(
                MemorySegment.ofArray(text), CompressionType.ZLIB, 1, true, ByteOrder.LITTLE_ENDIAN)
            .toArray(ValueLayout.JAVA_BYTE);
    assertThat(packed.length).isLessThan(text.length / 2);
    Files.write(folder.resolve("packed"), packed);
    // gas knows no letter for SHF_COMPRESSED; its number it takes.
    Files.writeString(
        folder.resolve("a.s"), ".section .debug_str,\"0x800\",@progbits\n.incbin \"packed\"\n");
    Tool.run(folder, List.of("clang-14", "-c", "-fno-integrated-as", "a.s", "-o", "a.o"));
    Tool.run(folder, List.of("objcopy", "--decompress-debug-sections", "a.o", "b.o"));
    try (ElfModel model = Elf.open(folder.resolve("b.o"))) {
      MemorySegment found = model.section(".debug_str").orElseThrow().bytes();
      assertThat(found.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(text);
    }
  }
}
