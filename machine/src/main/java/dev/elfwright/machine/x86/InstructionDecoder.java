package dev.elfwright.machine.x86;

import dev.elfwright.machine.x86.EffectTable.Effect;
import dev.elfwright.machine.x86.EffectTable.Use;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Takes an instruction apart: prefixes, opcode and operands (Intel SDM volume 2, chapter 2), and
 * puts registers in the places that {@link EffectTable} speaks of.
 */
final class InstructionDecoder {
  private static final int RCX = 1 << 1;
  private static final int RSP = 4;

  private final byte[] code;
  private final long address;
  private final int start;
  private final int length;
  private int at;

  private boolean operand16;
  private boolean repeats;
  private boolean locks;
  private boolean hasRex;
  private int prefix;
  private int extendReg;
  private int extendIndex;
  private int extendBase;
  private int vector;
  private boolean wide;

  private int modRm;
  private int operand;
  private int addressed;
  private boolean onStack;

  private int reads;
  private int narrowReads;
  private int writes;
  private int narrowWrites;

  /** The instruction is known to have this length. */
  InstructionDecoder(byte[] code, int start, int length, long address) {
    this.code = code;
    this.start = start;
    this.at = start;
    this.length = length;
    this.address = address;
  }

  private int next() {
    return at < start + length ? code[at++] & 0xff : 0;
  }

  Optional<Instruction> decode() {
    int op = prefixes();
    String map = "1";
    if (op == 0x0f) {
      map = "0f";
      op = next();
      if (op == 0x38 || op == 0x3a) {
        map = op == 0x38 ? "38" : "3a";
        op = next();
      }
    } else if (op == 0xc5 || op == 0xc4 || op == 0x62) {
      map = vex(op);
      op = next();
    }
    if (hasModRm(map, op)) {
      modRm();
    }
    Effect effect = EffectTable.find(map, op, modRm, prefix);
    if (effect == null) {
      return Optional.empty();
    }
    apply(effect, op);
    Instruction.Flow flow = flow(effect);
    return Optional.of(
        new Instruction(
            length,
            reads,
            narrowReads,
            writes,
            narrowWrites,
            reach(effect, map, op),
            flow,
            target(flow, op)));
  }

  private int prefixes() {
    int op = next();
    while (true) {
      switch (op) {
        case 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x67 -> {}
        case 0xf0 -> locks = true;
        case 0x66 -> {
          operand16 = true;
          prefix = prefix == 0 ? 0x66 : prefix;
        }
        case 0xf2, 0xf3 -> {
          repeats = true;
          prefix = op;
        }
        default -> {
          return rex(op);
        }
      }
      op = next();
    }
  }

  private int rex(int op) {
    if ((op & 0xf0) != 0x40) {
      return op;
    }
    hasRex = true;
    wide = (op & 8) != 0;
    extendReg = (op & 4) << 1;
    extendIndex = (op & 2) << 2;
    extendBase = (op & 1) << 3;
    return next();
  }

  /** VEX and EVEX have the bits of REX turned over, and a third register. */
  private String vex(int op) {
    int first = next();
    int map = 1;
    int last = first;
    if (op != 0xc5) {
      map = first & (op == 0x62 ? 7 : 0x1f);
      extendIndex = (~first & 0x40) >> 3;
      extendBase = (~first & 0x20) >> 2;
      last = next();
      wide = (last & 0x80) != 0;
    }
    extendReg = (~first & 0x80) >> 4;
    vector = ~last >> 3 & 15;
    prefix = new int[] {0, 0x66, 0xf3, 0xf2}[last & 3];
    if (op == 0x62) {
      next();
    }
    return "v" + map;
  }

  private static boolean hasModRm(String map, int op) {
    return switch (map) {
      case "1" ->
          op < 0x40 && (op & 7) < 4
              || op == 0x63
              || op == 0x69
              || op == 0x6b
              || op >= 0x80 && op < 0x90
              || op == 0xc0
              || op == 0xc1
              || op == 0xc6
              || op == 0xc7
              || op >= 0xd0 && op < 0xe0 && op != 0xd7
              || op == 0xf6
              || op == 0xf7
              || op >= 0xfe;
      case "0f" ->
          !(op >= 0x30 && op < 0x40
              || op >= 0x80 && op < 0x90
              || op >= 0xc8 && op < 0xd0
              || op >= 0x05 && op <= 0x0b
              || op == 0x0e
              || op == 0x77
              || op >= 0xa0 && op <= 0xa2
              || op >= 0xa8 && op <= 0xaa);
      case "v1" -> op != 0x77;
      default -> true;
    };
  }

  private void modRm() {
    modRm = next();
    int low = modRm & 7;
    operand = low + extendBase;
    if (modRm >= 0xc0) {
      return;
    }
    boolean hasBase = modRm >= 0x40 || low != 5;
    if (low == RSP) {
      int sib = next();
      int index = (sib >> 3 & 7) + extendIndex;
      addressed |= index == RSP ? 0 : 1 << index;
      hasBase = modRm >= 0x40 || (sib & 7) != 5;
      low = sib & 7;
      onStack = hasBase && low + extendBase == RSP;
    }
    addressed |= hasBase ? 1 << low + extendBase : 0;
  }

  private void apply(Effect effect, int op) {
    Set<String> words = effect.words();
    boolean isVector = words.contains("s");
    boolean bytes = words.contains("b");
    boolean halves = operand16 && !wide && !isVector;
    boolean isRegister = modRm >= 0xc0;
    int middle = (modRm >> 3 & 7) + extendReg;
    if (!isRegister && !words.contains("n")) {
      reads |= addressed;
    }
    boolean same = words.contains("same") && isRegister && operand == middle;
    if (same) {
      use(Use.WRITTEN, operand, bytes, halves);
    } else {
      boolean narrowOperand = bytes || words.contains("eb");
      if (isRegister || words.contains("regs")) {
        use(effect.use('E'), operand, narrowOperand, halves || words.contains("eh"));
      }
      use(effect.use('G'), middle, bytes, halves);
    }
    use(effect.use('V'), vector, false, false);
    use(effect.use('O'), (op & 7) + extendBase, bytes, halves);
    if (bytes || halves) {
      narrowReads |= effect.reads();
      narrowWrites |= effect.writes();
    } else {
      reads |= effect.reads();
      writes |= effect.writes();
    }
    if (words.contains("rep") && repeats) {
      reads |= RCX;
      writes |= RCX;
    }
    constants(op);
  }

  /** Without REX, numbers 4 to 7 of a byte are the second bytes of the first four registers. */
  private void use(Use use, int register, boolean isByte, boolean isHalf) {
    int bit = 1 << (isByte && !hasRex && register >= 4 && register < 8 ? register - 4 : register);
    if (use.isRead()) {
      if (isByte || isHalf) {
        narrowReads |= bit;
      } else {
        reads |= bit;
      }
    }
    if (use.isWritten()) {
      if (isByte || isHalf) {
        narrowWrites |= bit;
      } else {
        writes |= bit;
      }
    }
  }

  /** {@code or $-1} and {@code and $0} define a register whatever it was. */
  private void constants(int op) {
    int last = code[start + length - 1];
    boolean or = op == 0x83 && (modRm >> 3 & 7) == 1 && last == -1;
    boolean and = op == 0x83 && (modRm >> 3 & 7) == 4 && last == 0;
    if ((or || and) && modRm >= 0xc0) {
      reads &= ~(1 << operand);
    }
  }

  private Instruction.Reach reach(Effect effect, String map, int op) {
    boolean isMemory = modRm < 0xc0 && !onStack && effect.use('E') != Use.NONE;
    boolean writes = isMemory && effect.use('E').isWritten();
    if (locks || writes || !PlainInstructions.has(map, op)) {
      return Instruction.Reach.CHANGES;
    }
    return isMemory || PlainInstructions.readsUnnamed(map, op)
        ? Instruction.Reach.READS
        : Instruction.Reach.NOTHING;
  }

  private static Instruction.Flow flow(Effect effect) {
    for (String word : effect.words()) {
      switch (word) {
        case "jump" -> {
          return Instruction.Flow.JUMP;
        }
        case "branch" -> {
          return Instruction.Flow.BRANCH;
        }
        case "call" -> {
          return Instruction.Flow.CALL;
        }
        case "ijump" -> {
          return Instruction.Flow.INDIRECT_JUMP;
        }
        case "icall" -> {
          return Instruction.Flow.INDIRECT_CALL;
        }
        case "ret" -> {
          return Instruction.Flow.RETURN;
        }
        case "stop" -> {
          return Instruction.Flow.STOP;
        }
        default -> {}
      }
    }
    return Instruction.Flow.NEXT;
  }

  /** The distance stands at the end, in one byte or four, and counts from behind it. */
  private OptionalLong target(Instruction.Flow flow, int op) {
    int end = start + length;
    boolean isNear = op >= 0x70 && op < 0x80 || op >= 0xe0 && op <= 0xe3 || op == 0xeb;
    return switch (flow) {
      case JUMP, BRANCH, CALL -> {
        int distance = 0;
        for (int i = 0; i < (isNear ? 1 : 4); i++) {
          distance = distance << 8 | (i == 0 ? code[end - 1] : code[end - 1 - i] & 0xff);
        }
        yield OptionalLong.of(address + length + distance);
      }
      default -> OptionalLong.empty();
    };
  }
}
