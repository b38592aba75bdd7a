package dev.elfwright.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files are read, large ones mapped; nobody can tell. */
class FileContentsTest {
  /** Below and above {@code FileContents.SMALL}. */
  private static final int[] SIZES = {5_000, 262_144, 262_145, 3_000_000};

  @TempDir Path folder;

  @Test
  void aFileOfAnySizeIsCopiedAsItIs() throws IOException {
    for (int size : SIZES) {
      byte[] bytes = program(size);
      try (ElfModel model = Elf.open(Files.write(folder.resolve("program"), bytes))) {
        assertThat(model.contents().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes);
        for (int stretch : new int[] {1, 4095, 4096, size / 2}) {
          ByteBuffer into = ByteBuffer.allocateDirect(stretch);
          model.copy(size - stretch, into);
          byte[] copied = new byte[stretch];
          into.flip().get(copied);
          assertThat(copied).isEqualTo(Arrays.copyOfRange(bytes, size - stretch, size));
        }
      }
    }
  }

  @Test
  void nothingIsCopiedFromBehindTheEnd() throws IOException {
    for (int size : SIZES) {
      try (ElfModel model = Elf.open(Files.write(folder.resolve("program"), program(size)))) {
        assertThatThrownBy(() -> model.copy(size - 4096L, ByteBuffer.allocate(4097)))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
    }
  }

  @Test
  void aModelThatIsClosedHasNoBytes() throws IOException {
    for (int size : SIZES) {
      ElfModel model = Elf.open(Files.write(folder.resolve("program"), program(size)));
      model.close();
      assertThatThrownBy(() -> model.copy(0, ByteBuffer.allocate(4096)))
          .isInstanceOfAny(IllegalStateException.class, ClosedChannelException.class);
    }
  }

  @Test
  void aFileThatWasReplacedIsStillCopied() throws IOException {
    byte[] bytes = program(3_000_000);
    Path file = Files.write(folder.resolve("program"), bytes);
    try (ElfModel model = Elf.open(file)) {
      Files.delete(file);
      Files.write(file, program(5_000), StandardOpenOption.CREATE_NEW);
      ByteBuffer into = ByteBuffer.allocate(bytes.length);
      model.copy(0, into);
      assertThat(into.array()).isEqualTo(bytes);
    }
  }

  private static byte[] program(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31 >>> 3);
    }
    Arrays.fill(bytes, 0, 64, (byte) 0);
    byte[] ident = {0x7f, 'E', 'L', 'F', 2, 1, 1};
    System.arraycopy(ident, 0, bytes, 0, ident.length);
    bytes[52] = 64;
    return bytes;
  }
}
