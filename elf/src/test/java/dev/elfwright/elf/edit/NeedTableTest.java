package dev.elfwright.elf.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.write.FieldWriter;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class NeedTableTest {
  @Test
  void aNeedThatStepsIntoItselfIsRefused() {
    assertThatThrownBy(() -> NeedTable.read(needs(1), 1000, _ -> "lib.so"))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("overlaps");
  }

  @Test
  void anEntryWithoutNextIsTheLastWhateverTheCountSays() {
    NeedTable table = NeedTable.read(needs(0), 1, _ -> "lib.so");
    assertThat(table.needs())
        .singleElement()
        .satisfies(n -> {
          assertThat(n.versions()).hasSize(1);
        });
  }

  /** One need that claims three versions, of which one is there. */
  private static ElfBytes needs(int next) {
    MemorySegment bytes = MemorySegment.ofArray(new byte[64]);
    FieldWriter w = new FieldWriter(bytes, 0, true, ByteOrder.LITTLE_ENDIAN);
    w.u16(1, "vn_version")
        .u16(3, "vn_cnt")
        .u32(0, "vn_file")
        .u32(16, "vn_aux")
        .u32(next, "vn_next");
    return new ElfBytes("needs", bytes, true, false);
  }
}
