package dev.elfwright.rseq.code;

/**
 * AArch64: procedure call standard AAPCS64; encodings by the Arm Architecture Reference Manual.
 *
 * <p>x16, which linkers' stubs may change between any two functions, holds addresses in between.
 */
final class Aarch64Assembler extends Encoder {
  private static final int SCRATCH = 16;

  private long offset;

  private static int number(Register r) {
    return switch (r) {
      case A0, A1, A2, A3, A4, A5 -> r.ordinal();
      case STRIP -> 9;
      case TEMP -> 10;
      case RESULT -> 11;
    };
  }

  @Override
  public void align(int size) {
    while (size() % size != 0) {
      emit32(0xd503201f); // nop
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

  /** mrs, then the offset in two pieces of 12 bits. */
  private void threadArea(int to) {
    emit32(0xd53bd040 | to); // mrs to,tpidr_el0
    int distance = Math.toIntExact(Math.abs(offset));
    int operation = offset < 0 ? 0xd1000000 : 0x91000000; // sub or add
    if (distance >= 1 << 24) {
      throw new IllegalArgumentException("thread area at " + offset);
    }
    if (distance >> 12 != 0) {
      emit32(operation | 1 << 22 | (distance >> 12) << 10 | to << 5 | to);
    }
    if ((distance & 0xfff) != 0) {
      emit32(operation | (distance & 0xfff) << 10 | to << 5 | to);
    }
  }

  @Override
  public void threadArea(Register to) {
    threadArea(number(to));
  }

  @Override
  public void loadThread(Register to, Register distance) {
    threadArea(SCRATCH);
    emit32(0xb8606800 | number(distance) << 16 | SCRATCH << 5 | number(to)); // ldr w
  }

  @Override
  public void storeThread(int distance, Register from) {
    threadArea(SCRATCH);
    emit32(0xf9000000 | distance / 8 << 10 | SCRATCH << 5 | number(from));
  }

  @Override
  public void address(Register to, Label label) {
    later(
        label,
        (at, target) -> {
          int distance = target - at;
          or32(at, (distance & 3) << 29 | (distance >> 2 & 0x7ffff) << 5);
        });
    emit32(0x10000000 | number(to)); // adr
  }

  @Override
  public void load(Register to, Memory from) {
    memory(Access.LOAD, to, from);
  }

  @Override
  public void loadAcquire(Register to, Register from) {
    emit32(0xc8dffc00 | number(from) << 5 | number(to)); // ldar
  }

  @Override
  public void loadByte(Register to, Memory from) {
    memory(Access.LOAD_BYTE, to, from);
  }

  @Override
  public void store(Memory to, Register from) {
    memory(Access.STORE, from, to);
  }

  @Override
  public void storeRelease(Register to, Register from) {
    emit32(0xc89ffc00 | number(to) << 5 | number(from)); // stlr
  }

  @Override
  public void storeByte(Memory to, Register from) {
    memory(Access.STORE_BYTE, from, to);
  }

  /** The forms of an access: scaled distance, signed distance, index. */
  private enum Access {
    LOAD(3, 0xf9400000, 0xf8400000, 0xf8606800),
    STORE(3, 0xf9000000, 0xf8000000, 0xf8206800),
    LOAD_BYTE(0, 0x39400000, 0x38400000, 0x38606800),
    STORE_BYTE(0, 0x39000000, 0x38000000, 0x38206800);

    final int scale;
    final int scaled;
    final int signed;
    final int indexed;

    Access(int scale, int scaled, int signed, int indexed) {
      this.scale = scale;
      this.scaled = scaled;
      this.signed = signed;
      this.indexed = indexed;
    }
  }

  private void memory(Access access, Register register, Memory m) {
    memory(access, number(register), m);
  }

  private void memory(Access access, int n, Memory m) {
    int base = number(m.base());
    if (m.index() == null) {
      distance(access, n, base, m.displacement());
    } else if (m.displacement() == 0 && (m.shift() == 0 || m.shift() == access.scale)) {
      int shifted = m.shift() == 0 ? 0 : 1 << 12;
      emit32(access.indexed | shifted | number(m.index()) << 16 | base << 5 | n);
    } else {
      emit32(0x8b000000 | number(m.index()) << 16 | m.shift() << 10 | base << 5 | SCRATCH); // add
      distance(access, n, SCRATCH, m.displacement());
    }
  }

  private void distance(Access access, int register, int base, int distance) {
    if (distance >= 0 && distance % (1 << access.scale) == 0) {
      emit32(access.scaled | distance >> access.scale << 10 | base << 5 | register);
    } else if (distance >= -256 && distance < 256) {
      emit32(access.signed | (distance & 0x1ff) << 12 | base << 5 | register);
    } else {
      throw new IllegalArgumentException("distance " + distance);
    }
  }

  @Override
  public void loadArgument(Register to, int number) {
    emit32(0xaa0003e0 | number << 16 | number(to));
  }

  @Override
  public void move(Register to, Register from) {
    emit32(0xaa0003e0 | number(from) << 16 | number(to)); // orr
  }

  @Override
  public void move(Register to, int value) {
    emit32(
        value >= 0 ? 0xd2800000 | value << 5 | number(to) : 0x92800000 | ~value << 5 | number(to));
  }

  @Override
  public void add(Register to, Register value) {
    three(0x8b000000, to, value);
  }

  @Override
  public void add(Register to, int value) {
    int operation = value < 0 ? 0xd1000000 : 0x91000000;
    emit32(operation | Math.abs(value) << 10 | number(to) << 5 | number(to));
  }

  @Override
  public void add(Register to, Memory value) {
    memory(Access.LOAD, SCRATCH, value);
    emit32(0x8b000000 | SCRATCH << 16 | number(to) << 5 | number(to)); // add
  }

  @Override
  public void subtract(Register to, Register value) {
    three(0xcb000000, to, value);
  }

  @Override
  public void and(Register to, Register value) {
    three(0x8a000000, to, value);
  }

  private void three(int operation, Register to, Register value) {
    emit32(operation | number(value) << 16 | number(to) << 5 | number(to));
  }

  @Override
  public void lowestBit(Register to) {
    emit32(0x92400000 | number(to) << 5 | number(to));
  }

  @Override
  public void shiftLeft(Register to, int bits) {
    emit32(
        0xd3400000 | (64 - bits) << 16 | (63 - bits) << 10 | number(to) << 5 | number(to)); // ubfm
  }

  @Override
  public void shiftRight(Register to, int bits) {
    emit32(0xd340fc00 | bits << 16 | number(to) << 5 | number(to)); // ubfm
  }

  @Override
  public void branch(Condition condition, Register left, Register right, Label to) {
    emit32(0xeb00001f | number(right) << 16 | number(left) << 5); // cmp
    near(
        to,
        0x54000000
            | switch (condition) {
              case EQUAL -> 0;
              case NOT_EQUAL -> 1;
              case NOT_BELOW -> 2;
              case BELOW -> 3;
            });
  }

  @Override
  public void branch(Condition condition, Register left, Memory right, Register between, Label to) {
    load(between, right);
    branch(condition, left, between, to);
  }

  @Override
  public void branchIfZero(Register value, Label to) {
    near(to, 0xb4000000 | number(value));
  }

  @Override
  public void branchIfNotZero(Register value, Label to) {
    near(to, 0xb5000000 | number(value));
  }

  private void near(Label to, int instruction) {
    later(to, (at, target) -> or32(at, ((target - at) >> 2 & 0x7ffff) << 5));
    emit32(instruction);
  }

  @Override
  public void countDown(Register value, Label to) {
    add(value, -1);
    branchIfNotZero(value, to);
  }

  @Override
  public void jump(Label to) {
    later(to, (at, target) -> or32(at, (target - at) >> 2 & 0x3ffffff));
    emit32(0x14000000);
  }

  @Override
  public void pause() {
    emit32(0xd503203f); // yield
  }

  @Override
  public void signature() {
    emit32(Machine.AARCH64.signature());
  }

  @Override
  public void leave() {
    emit32(0xaa0003e0 | number(Register.RESULT) << 16); // mov x0,RESULT
    emit32(0xd65f03c0); // ret
  }
}
