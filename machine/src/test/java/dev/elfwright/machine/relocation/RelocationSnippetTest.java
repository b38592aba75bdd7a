package dev.elfwright.machine.relocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.constant.Machine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** The example that the documentation shows. */
class RelocationSnippetTest {
  private static Outcome call(ByteBuffer code) {
    // @start region="apply"
    RelocationKind kind =
        RelocationKinds.of(Machine.X86_64).orElseThrow().find("R_X86_64_PC32").orElseThrow();
    long symbol = 0x401000;
    long place = 0x400801; // the field of a call, four bytes
    return kind.apply(code, 1, Values.of(symbol, -4, place)); // S + A - P
    // @end
  }

  @Test
  void aCallReachesItsSymbol() {
    ByteBuffer code = ByteBuffer.allocate(5).order(ByteOrder.LITTLE_ENDIAN).put(0, (byte) 0xe8);
    assertThat(call(code)).isEqualTo(new Outcome.Applied(0x7fb));
    assertThat(code.getInt(1)).isEqualTo(0x7fb);
  }
}
