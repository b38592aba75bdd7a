package dev.elfwright.rseq.code;

/**
 * RV64, without compressed instructions: calling convention by the RISC-V psABI; encodings by the
 * RISC-V unprivileged specification. t3 holds addresses in between.
 */
final class RiscvAssembler extends Encoder {
  private static final int RA = 1;
  private static final int TP = 4;
  private static final int A0 = 10;
  private static final int SCRATCH = 28;

  private static final int LOAD = 0x03;
  private static final int IMMEDIATE = 0x13;
  private static final int REGISTERS = 0x33;

  private long offset;

  private static int number(Register r) {
    return switch (r) {
      case A0, A1, A2, A3, A4, A5 -> A0 + r.ordinal();
      case STRIP -> 5;
      case TEMP -> 6;
      case RESULT -> 7;
    };
  }

  @Override
  public void align(int size) {
    while (size() % size != 0) {
      immediate(IMMEDIATE, 0, 0, 0, 0); // nop
    }
  }

  @Override
  public void enter(ThreadArea area, int none) {
    offset =
        switch (area) {
          case ThreadArea.AtThreadPointer(long o) -> o;
          case ThreadArea.ByKey _ -> throw new IllegalArgumentException("x86-64 only");
        };
  }

  private void threadArea(int to) {
    int distance = Math.toIntExact(offset);
    int low = distance << 20 >> 20;
    if (low == distance) {
      immediate(IMMEDIATE, 0, to, TP, distance);
    } else {
      emit32((distance - low) | to << 7 | 0x37); // lui
      immediate(IMMEDIATE, 0, to, to, low);
      registers(0, 0, to, to, TP);
    }
  }

  @Override
  public void threadArea(Register to) {
    threadArea(number(to));
  }

  @Override
  public void loadThread(Register to, Register distance) {
    threadArea(SCRATCH);
    registers(0, 0, SCRATCH, SCRATCH, number(distance));
    immediate(LOAD, 6, number(to), SCRATCH, 0); // lwu
  }

  @Override
  public void storeThread(int distance, Register from) {
    threadArea(SCRATCH);
    stored(3, number(from), SCRATCH, distance);
  }

  @Override
  public void address(Register to, Label label) {
    later(
        label,
        (at, target) -> {
          int distance = target - at;
          int low = distance << 20 >> 20;
          or32(at, distance - low);
          or32(at + 4, low << 20);
        });
    emit32(number(to) << 7 | 0x17); // auipc
    immediate(IMMEDIATE, 0, number(to), number(to), 0);
  }

  @Override
  public void load(Register to, Memory from) {
    immediate(LOAD, 3, number(to), base(from), from.displacement());
  }

  @Override
  public void loadAcquire(Register to, Register from) {
    load(to, Memory.at(from));
    emit32(0x0230000f); // fence r,rw
  }

  @Override
  public void loadByte(Register to, Memory from) {
    immediate(LOAD, 4, number(to), base(from), from.displacement()); // lbu
  }

  @Override
  public void store(Memory to, Register from) {
    stored(3, number(from), base(to), to.displacement());
  }

  @Override
  public void storeRelease(Register to, Register from) {
    emit32(0x0310000f); // fence rw,w
    store(Memory.at(to), from);
  }

  @Override
  public void storeByte(Memory to, Register from) {
    stored(0, number(from), base(to), to.displacement());
  }

  /** The register with base and index, which is computed if there is an index. */
  private int base(Memory m) {
    if (m.index() == null) {
      return number(m.base());
    }
    int index = number(m.index());
    if (m.shift() != 0) {
      immediate(IMMEDIATE, 1, SCRATCH, index, m.shift()); // slli
      index = SCRATCH;
    }
    registers(0, 0, SCRATCH, index, number(m.base()));
    return SCRATCH;
  }

  @Override
  public void loadArgument(Register to, int number) {
    immediate(IMMEDIATE, 0, number(to), A0 + number, 0);
  }

  @Override
  public void move(Register to, Register from) {
    immediate(IMMEDIATE, 0, number(to), number(from), 0);
  }

  @Override
  public void move(Register to, int value) {
    immediate(IMMEDIATE, 0, number(to), 0, value);
  }

  @Override
  public void add(Register to, Register value) {
    registers(0, 0, number(to), number(to), number(value));
  }

  @Override
  public void add(Register to, int value) {
    immediate(IMMEDIATE, 0, number(to), number(to), value);
  }

  @Override
  public void add(Register to, Memory value) {
    immediate(LOAD, 3, SCRATCH, base(value), value.displacement());
    registers(0, 0, number(to), number(to), SCRATCH);
  }

  @Override
  public void subtract(Register to, Register value) {
    registers(0x20, 0, number(to), number(to), number(value));
  }

  @Override
  public void and(Register to, Register value) {
    registers(0, 7, number(to), number(to), number(value));
  }

  @Override
  public void lowestBit(Register to) {
    immediate(IMMEDIATE, 7, number(to), number(to), 1);
  }

  @Override
  public void shiftLeft(Register to, int bits) {
    immediate(IMMEDIATE, 1, number(to), number(to), bits);
  }

  @Override
  public void shiftRight(Register to, int bits) {
    immediate(IMMEDIATE, 5, number(to), number(to), bits);
  }

  @Override
  public void branch(Condition condition, Register left, Register right, Label to) {
    int function =
        switch (condition) {
          case EQUAL -> 0;
          case NOT_EQUAL -> 1;
          case BELOW -> 6;
          case NOT_BELOW -> 7;
        };
    conditional(function, number(left), number(right), to);
  }

  @Override
  public void branch(Condition condition, Register left, Memory right, Register between, Label to) {
    load(between, right);
    branch(condition, left, between, to);
  }

  @Override
  public void branchIfZero(Register value, Label to) {
    conditional(0, number(value), 0, to);
  }

  @Override
  public void branchIfNotZero(Register value, Label to) {
    conditional(1, number(value), 0, to);
  }

  private void conditional(int function, int left, int right, Label to) {
    later(to, (at, target) -> or32(at, branchBits(target - at)));
    emit32(right << 20 | left << 15 | function << 12 | 0x63);
  }

  private static int branchBits(int distance) {
    if (distance < -4096 || distance >= 4096) {
      throw new IllegalStateException("branch over " + distance + " bytes");
    }
    return (distance >> 12 & 1) << 31
        | (distance >> 5 & 0x3f) << 25
        | (distance >> 1 & 0xf) << 8
        | (distance >> 11 & 1) << 7;
  }

  @Override
  public void countDown(Register value, Label to) {
    add(value, -1);
    branchIfNotZero(value, to);
  }

  @Override
  public void jump(Label to) {
    later(
        to,
        (at, target) -> {
          int d = target - at;
          or32(
              at,
              (d >> 20 & 1) << 31
                  | (d >> 1 & 0x3ff) << 21
                  | (d >> 11 & 1) << 20
                  | (d >> 12 & 0xff) << 12);
        });
    emit32(0x6f); // jal x0
  }

  @Override
  public void pause() {
    emit32(0x0100000f);
  }

  @Override
  public void signature() {
    emit32(Machine.RISCV64.signature());
  }

  @Override
  public void leave() {
    immediate(IMMEDIATE, 0, A0, number(Register.RESULT), 0);
    immediate(0x67, 0, 0, RA, 0); // ret
  }

  private void immediate(int opcode, int function, int to, int from, int value) {
    emit32(value << 20 | from << 15 | function << 12 | to << 7 | opcode);
  }

  private void registers(int function7, int function3, int to, int left, int right) {
    emit32(function7 << 25 | right << 20 | left << 15 | function3 << 12 | to << 7 | REGISTERS);
  }

  private void stored(int width, int from, int base, int distance) {
    emit32(
        (distance >> 5) << 25
            | from << 20
            | base << 15
            | width << 12
            | (distance & 0x1f) << 7
            | 0x23);
  }
}
