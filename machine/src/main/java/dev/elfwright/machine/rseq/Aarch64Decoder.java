package dev.elfwright.machine.rseq;

/** AArch64: Arm Architecture Reference Manual, "A64 instruction set encoding". */
final class Aarch64Decoder implements Decoder {
  @Override
  public int length(byte[] code, int at) {
    return at + 4 <= code.length && at % 4 == 0 ? 4 : 0;
  }

  @Override
  public int signature() {
    return 0xd428bc00;
  }

  @Override
  public Effect effect(byte[] code, int at, int length) {
    int i = Decoder.word(code, at);
    if ((i & 0xfc000000) == 0x94000000 || (i & 0xfffffc1f) == 0xd63f0000) {
      return Effect.CALL; // bl, blr
    }
    if ((i & 0xffe0001f) == 0xd4000001) {
      return Effect.SYSTEM_CALL; // svc
    }
    boolean loadsOrStores = (i >> 25 & 0b0101) == 0b0100;
    return loadsOrStores ? memory(i) : Effect.NONE;
  }

  private static Effect memory(int i) {
    if ((i & 0x3f200c00) == 0x38200000) {
      return Effect.UPDATE; // ldadd, swp and others
    }
    if ((i & 0x3b000000) == 0x18000000) {
      return Effect.NONE; // literal
    }
    boolean isPair = (i & 0x3a000000) == 0x28000000;
    boolean isExclusive = (i & 0x3f000000) == 0x08000000;
    boolean load = (i & 1 << 22) != 0;
    boolean vector = (i & 1 << 26) != 0;
    if (isPair || isExclusive) {
      return load ? Effect.NONE : Effect.STORE;
    }
    int operation = i >> 22 & 3;
    boolean prefetch = i >>> 30 == 3 && operation == 2 && !vector;
    boolean stores = operation == 0 || vector && operation == 2;
    return stores && !prefetch ? Effect.STORE : Effect.NONE;
  }
}
