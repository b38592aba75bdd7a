package dev.elfwright.elf.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.Relocation;
import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.Machine;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That encoding is the inverse of reading is shown by RoundTripTest; here its refusals. */
class ElfEncoderTest {
  private static final ElfEncoder NARROW = new ElfEncoder(false, ByteOrder.BIG_ENDIAN, Machine.PPC);
  private static final ElfEncoder MIPS64 =
      new ElfEncoder(true, ByteOrder.LITTLE_ENDIAN, Machine.MIPS);

  @Test
  void anAddressOf64BitsDoesNotFitInto32() {
    Segment far = new Segment(1, 0, 0, 1L << 32, 0, 0, 0, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NARROW.segments(List.of(far)))
        .withMessage("p_vaddr cannot hold 0x100000000");
  }

  @Test
  void aRelocationOf32BitsHas24BitsOfSymbol() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NARROW.rela(List.of(new Relocation(0, 1, 1 << 24, 0))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NARROW.rela(List.of(new Relocation(0, 256, 1, 0))));
  }

  @Test
  void anAddendNeedsRela() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NARROW.rel(List.of(new Relocation(0, 1, 1, 4))));
  }

  @Test
  void aSymbolOfMoreThanFourBitsOfTypeIsRefused() {
    Symbol odd = new Symbol(0, "", 0, 16, 0, 0, 0, 0);
    assertThatIllegalArgumentException().isThrownBy(() -> NARROW.symbols(List.of(odd), _ -> 0));
  }

  /** MIPS64 ABI, "Relocation": symbol of 32 bits, special symbol, third, second, first type. */
  @Test
  void littleEndianMips64HasItsOwnOrder() {
    Relocation r = new Relocation(0x10, 0x1203, 0x0102, -1);
    MemorySegment made = MIPS64.rela(List.of(r));
    assertThat(made.asSlice(8, 8).toArray(ValueLayout.JAVA_BYTE))
        .containsExactly(2, 1, 0, 0, 0, 0, 0x12, 3);
    ElfBytes in = new ElfBytes("made", made, true, false);
    assertThat(new RelocationTable(in, 0, 24, true, Machine.MIPS).relocation(0)).isEqualTo(r);
  }
}
