package dev.elfwright.machine.rseq;

/** RISC-V with and without compressed instructions: the unprivileged specification. */
final class RiscvDecoder implements Decoder {
  @Override
  public int length(byte[] code, int at) {
    if (at + 2 > code.length || at % 2 != 0) {
      return 0;
    }
    int length = (code[at] & 3) == 3 ? 4 : 2;
    return at + length <= code.length ? length : 0;
  }

  @Override
  public int signature() {
    return 0xf1401073;
  }

  @Override
  public Effect effect(byte[] code, int at, int length) {
    return length == 2
        ? compressed(code[at] & 0xff | (code[at + 1] & 0xff) << 8)
        : whole(Decoder.word(code, at));
  }

  private static Effect whole(int i) {
    int to = i >> 7 & 31;
    boolean links = to == 1 || to == 5;
    return switch (i & 0x7f) {
      case 0x23, 0x27 -> Effect.STORE;
      case 0x2f -> (i >>> 27) == 2 ? Effect.NONE : Effect.UPDATE; // lr loads
      case 0x6f, 0x67 -> links ? Effect.CALL : Effect.NONE;
      case 0x73 -> i == 0x73 ? Effect.SYSTEM_CALL : Effect.NONE;
      default -> Effect.NONE;
    };
  }

  private static Effect compressed(int i) {
    int function = i >> 13;
    return switch (i & 3) {
      case 0 -> i == 0 ? Effect.UNKNOWN : function >= 5 ? Effect.STORE : Effect.NONE;
      case 2 -> {
        boolean jumpsAndLinks = (i & 0xf07f) == 0x9002 && (i >> 7 & 31) != 0;
        yield jumpsAndLinks ? Effect.CALL : function >= 5 ? Effect.STORE : Effect.NONE;
      }
      default -> Effect.NONE;
    };
  }
}
