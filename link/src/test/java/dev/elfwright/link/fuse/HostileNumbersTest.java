package dev.elfwright.link.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.Segment;
import dev.elfwright.link.oracle.Sources;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers in a small program that would cost memory, or leave the range of a field. */
class HostileNumbersTest {
  private static final int GLOB_DAT = 6;

  @TempDir Path folder;
  private Path program;
  private ByteBuffer bytes;

  @BeforeEach
  void compile() throws IOException {
    program = new Sources(folder).program("program", "int main(void) { return 0; }");
    bytes = ByteBuffer.wrap(Files.readAllBytes(program)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void isRefused(String part) throws IOException {
    Files.write(program, bytes.array());
    Path out = folder.resolve("out");
    assertThatThrownBy(() -> Fuse.fuse(program, out, FuseOptions.defaults().withGuard(Guard.NONE)))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining(part);
    assertThat(out).doesNotExist();
  }

  @Test
  void aSegmentLargerThanTheFileIsRefusedBeforeMemoryIsTaken() throws IOException {
    try (ElfModel model = Elf.open(program)) {
      for (int i = 0; i < model.segments().size(); i++) {
        Segment s = model.segments().get(i);
        if (s.isLoad() && (s.flags() & Segment.WRITE) != 0) {
          int at = (int) model.header().segmentOffset() + i * Segment.entrySize(true);
          bytes.putLong(at + 32, 0x6000_0000L).putLong(at + 40, 0x6000_0000L);
        }
      }
    }
    isRefused("the file ends at");
  }

  @Test
  void anAddendBeyondAnySymbolIsRefused() throws IOException {
    try (ElfModel model = Elf.open(program)) {
      Section table = model.section(".rela.dyn").orElseThrow();
      int end = (int) (table.header().offset() + table.header().size());
      for (int at = (int) table.header().offset(); at < end; at += 24) {
        if (bytes.getInt(at + 8) == GLOB_DAT) {
          bytes.putInt(at + 8, X86_64.WORD64).putLong(at + 16, 1L << 40);
        }
      }
    }
    isRefused("beyond any symbol");
  }
}
