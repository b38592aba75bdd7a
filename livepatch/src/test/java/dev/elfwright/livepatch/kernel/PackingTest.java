package dev.elfwright.livepatch.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.ElfFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalLong;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class PackingTest {
  private static MemorySegment packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return MemorySegment.ofArray(out.toByteArray());
  }

  @Test
  void whatWasPackedComesBack() throws IOException {
    byte[] bytes = new byte[100_000];
    new Random(1).nextBytes(bytes);
    MemorySegment expanded = Packing.expand("f", 0, packed(bytes), OptionalLong.empty());
    assertThat(expanded.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes);
  }

  /** A file of ten kilobytes that would fill the memory. */
  @Test
  void whatBecomesManyTimesLargerIsRefused() throws IOException {
    MemorySegment bomb = packed(new byte[10_000_000]);
    assertThatThrownBy(() -> Packing.expand("f", 0, bomb, OptionalLong.empty()))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("becomes more than");
    assertThatThrownBy(() -> Packing.expand("f", 0, bomb, OptionalLong.of(10_000_000)))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("claims to become");
  }
}
