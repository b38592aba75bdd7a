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
import org.tukaani.xz.FilterOptions;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.X86Options;
import org.tukaani.xz.XZOutputStream;

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

  /** A kernel's xz stream stands before other bytes, of which it does not know. */
  @Test
  void whatFollowsAnXzStreamIsNotLookedAt() throws IOException {
    byte[] bytes = new byte[100_000];
    new Random(2).nextBytes(bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (XZOutputStream xz =
        new XZOutputStream(out, new FilterOptions[] {new X86Options(), new LZMA2Options()})) {
      xz.write(bytes);
    }
    out.writeBytes(new byte[] {1, 2, 3, 4, 5, 6, 7});
    MemorySegment packed = MemorySegment.ofArray(out.toByteArray());
    assertThat(Packing.expand("f", 0, packed, OptionalLong.empty()).toArray(ValueLayout.JAVA_BYTE))
        .isEqualTo(bytes);
    assertThat(Packing.expand("f", 0, packed, OptionalLong.of(1000)).byteSize()).isEqualTo(1000);
    MemorySegment cut = packed.asSlice(0, 50_000);
    assertThatThrownBy(() -> Packing.expand("f", 0, cut, OptionalLong.empty()))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("XZ stream: ");
    packed.set(ValueLayout.JAVA_BYTE, 60_000, (byte) ~packed.get(ValueLayout.JAVA_BYTE, 60_000));
    assertThatThrownBy(() -> Packing.expand("f", 0, packed, OptionalLong.empty()))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("XZ stream: ");
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
