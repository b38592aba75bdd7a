package dev.elfwright.livepatch.diff;

import dev.elfwright.livepatch.object.Processor;
import dev.elfwright.machine.x86.InstructionLength;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Just enough of each processor's instructions to see a constant loaded as an argument of a call
 * (the psABIs' rules for the first integer arguments).
 */
sealed interface ArgumentLoads {
  /**
   * A constant that is put where a function takes an argument.
   *
   * @param argument which, counted from 0
   * @param value the constant
   */
  record Load(int argument, long value) {}

  /** How many bytes the instruction takes, 0 when it is none. */
  int length(byte[] code, int at);

  /** The constant that this instruction loads, or null. */
  @Nullable Load load(byte[] code, int at);

  /** Whether the instruction calls a function by its address. */
  boolean isCall(byte[] code, int at);

  /** Whether the next instruction to run may be another than the one that follows. */
  boolean isBranch(byte[] code, int at);

  /** Those of a processor. */
  static ArgumentLoads of(Processor processor) {
    return switch (processor) {
      case X86_64 -> new X86();
      case AARCH64 -> new Aarch64();
      case PPC64LE -> new Ppc64();
      case S390X -> new S390();
      case LOONGARCH64 -> new LoongArch();
    };
  }

  /** The word at an index, little-endian, or 0 behind the end. */
  private static int word(byte[] code, int at) {
    return at + 4 > code.length ? 0 : Integer.reverseBytes(ByteBuffer.wrap(code).getInt(at));
  }

  /** {@code mov $n, %esi}: edi, esi, edx, ecx, r8d, r9d. */
  record X86() implements ArgumentLoads {
    private static final int[] ARGUMENT = {-1, 3, 2, -1, -1, -1, 1, 0};

    @Override
    public int length(byte[] code, int at) {
      return InstructionLength.at(code, at, code.length);
    }

    @Override
    public @Nullable Load load(byte[] code, int at) {
      int op = code[at] & 0xff;
      if (op == 0x41 && (code[at + 1] == (byte) 0xb8 || code[at + 1] == (byte) 0xb9)) {
        return new Load(4 + (code[at + 1] & 1), word(code, at + 2));
      }
      boolean known = op >= 0xb8 && op <= 0xbf && ARGUMENT[op - 0xb8] >= 0;
      return known ? new Load(ARGUMENT[op - 0xb8], word(code, at + 1)) : null;
    }

    @Override
    public boolean isCall(byte[] code, int at) {
      return code[at] == (byte) 0xe8;
    }

    @Override
    public boolean isBranch(byte[] code, int at) {
      int op = code[at] & 0xff;
      boolean conditional = op >= 0x70 && op <= 0x7f || op == 0x0f && (code[at + 1] & 0xf0) == 0x80;
      return conditional || op >= 0xe0 && op <= 0xeb || op == 0xc3 || op == 0xc2 || op == 0xff;
    }
  }

  /** {@code mov w1, #n}: MOVZ of w0 to w7. */
  record Aarch64() implements ArgumentLoads {
    @Override
    public int length(byte[] code, int at) {
      return 4;
    }

    @Override
    public @Nullable Load load(byte[] code, int at) {
      int w = word(code, at);
      int register = w & 31;
      boolean known = (w & 0xffe0_0000) == 0x5280_0000 && register < 8;
      return known ? new Load(register, w >> 5 & 0xffff) : null;
    }

    @Override
    public boolean isCall(byte[] code, int at) {
      return (word(code, at) & 0xfc00_0000) == 0x9400_0000;
    }

    @Override
    public boolean isBranch(byte[] code, int at) {
      // Branches, exceptions and system instructions: op0 is x101.
      return (word(code, at) & 0x1c00_0000) == 0x1400_0000;
    }
  }

  /** {@code li r4,n}: ADDI of r3 to r10 without a base. */
  record Ppc64() implements ArgumentLoads {
    @Override
    public int length(byte[] code, int at) {
      return 4;
    }

    @Override
    public @Nullable Load load(byte[] code, int at) {
      int w = word(code, at);
      int register = w >> 21 & 31;
      boolean known = (w & 0xfc1f_0000) == 0x3800_0000 && register >= 3 && register <= 10;
      return known ? new Load(register - 3, (short) w) : null;
    }

    @Override
    public boolean isCall(byte[] code, int at) {
      return (word(code, at) & 0xfc00_0003) == 0x4800_0001;
    }

    @Override
    public boolean isBranch(byte[] code, int at) {
      int op = word(code, at) >>> 26;
      return op == 16 || op == 18 || op == 19;
    }
  }

  /** {@code lghi %r3,n} or {@code lhi}: r2 to r6. */
  record S390() implements ArgumentLoads {
    @Override
    public int length(byte[] code, int at) {
      return switch (code[at] >> 6 & 3) {
        case 0 -> 2;
        case 3 -> 6;
        default -> 4;
      };
    }

    @Override
    public @Nullable Load load(byte[] code, int at) {
      if (at + 4 > code.length || code[at] != (byte) 0xa7) {
        return null;
      }
      int register = code[at + 1] >> 4 & 15;
      int op = code[at + 1] & 15;
      boolean known = (op == 8 || op == 9) && register >= 2 && register <= 6;
      return known ? new Load(register - 2, ByteBuffer.wrap(code).getShort(at + 2)) : null;
    }

    @Override
    public boolean isCall(byte[] code, int at) {
      // BRASL
      return code[at] == (byte) 0xc0 && (code[at + 1] & 15) == 5;
    }

    @Override
    public boolean isBranch(byte[] code, int at) {
      int op = code[at] & 0xff;
      int second = code[at + 1] & 15;
      return op == 0x07 // BCR
          || op == 0x0d // BASR
          || op == 0x47 // BC
          || op == 0xa7 && (second >= 4 && second <= 7) // BRC, BRAS, BRCT
          || op == 0xc0 && (second == 4 || second == 5) // BRCL, BRASL
          || op == 0xec; // compare and branch
    }
  }

  /** {@code ori $a1, $zero, n} or {@code addi.w}: a0 to a7. */
  record LoongArch() implements ArgumentLoads {
    @Override
    public int length(byte[] code, int at) {
      return 4;
    }

    @Override
    public @Nullable Load load(byte[] code, int at) {
      int w = word(code, at);
      int op = w & 0xffc0_03e0;
      int register = w & 31;
      boolean known = (op == 0x0380_0000 || op == 0x0280_0000) && register >= 4 && register <= 11;
      return known ? new Load(register - 4, w >> 10 & 0xfff) : null;
    }

    @Override
    public boolean isCall(byte[] code, int at) {
      return word(code, at) >>> 26 == 0x15;
    }

    @Override
    public boolean isBranch(byte[] code, int at) {
      int op = word(code, at) >>> 26;
      return op >= 0x10 && op <= 0x1b;
    }
  }
}
