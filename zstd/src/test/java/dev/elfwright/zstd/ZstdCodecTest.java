package dev.elfwright.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.Compression;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.constant.CompressionType;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A section as the zstd program and gas make it, and back. */
class ZstdCodecTest {
  private static final byte[] TEXT =
      "what repeats becomes short. ".repeat(9000).getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 24;

  @TempDir private Path folder;

  @Test
  void aSectionByTheZstdProgramIsExpanded() throws IOException {
    Files.write(folder.resolve("text"), TEXT);
    Tool.run(folder, List.of("zstd", "-q", "text", "-o", "packed"));
    Section s = section(Files.readAllBytes(folder.resolve("packed")));
    assertThat(s.compression().orElseThrow().type()).isEqualTo(CompressionType.ZSTD);
    assertThat(s.uncompressed().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(TEXT);
  }

  @Test
  void theZstdProgramExpandsWhatIsCompressedHere() throws IOException {
    byte[] made =
        Compression.compress(
                MemorySegment.ofArray(TEXT), CompressionType.ZSTD, 1, true, ByteOrder.LITTLE_ENDIAN)
            .toArray(ValueLayout.JAVA_BYTE);
    assertThat(made.length).isLessThan(200);
    Files.write(folder.resolve("made"), Arrays.copyOfRange(made, HEADER, made.length));
    Tool.run(folder, List.of("zstd", "-q", "-d", "made", "-o", "back"));
    assertThat(Files.readAllBytes(folder.resolve("back"))).isEqualTo(TEXT);
  }

  @Test
  void brokenFramesAreMalformed() throws IOException {
    Section s = section(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
    assertThatThrownBy(s::uncompressed).isInstanceOf(ElfFormatException.class);
  }

  private Section section(byte[] packed) throws IOException {
    Files.write(folder.resolve("packed.bin"), packed);
    Files.writeString(
        folder.resolve("a.s"),
        """
        .section .debug_str,"0x800",@progbits
        .long 2, 0
        .quad %d, 1
        .incbin "packed.bin"
        """
            .formatted(TEXT.length));
    Tool.run(folder, List.of("as", "a.s", "-o", "a.o"));
    byte[] file = Files.readAllBytes(folder.resolve("a.o"));
    ElfModel model = Elf.parse("a.o", MemorySegment.ofArray(file));
    return model.section(".debug_str").orElseThrow();
  }
}
