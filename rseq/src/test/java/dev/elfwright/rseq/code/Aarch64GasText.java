package dev.elfwright.rseq.code;

final class Aarch64GasText extends GasText {
  private static String x(Register r) {
    return switch (r) {
      case A0, A1, A2, A3, A4, A5 -> "x" + r.ordinal();
      case STRIP -> "x9";
      case TEMP -> "x10";
      case RESULT -> "x11";
    };
  }

  private static String w(Register r) {
    return x(r).replace('x', 'w');
  }

  /** Address computed where one instruction cannot. */
  private void access(String instruction, int size, String register, Memory m) {
    if (m.index() == null) {
      line("%s %s, [%s, #%d]", instruction, register, x(m.base()), m.displacement());
    } else if (m.displacement() == 0 && (m.shift() == 0 || 1 << m.shift() == size)) {
      String shift = m.shift() == 0 ? "" : ", lsl #" + m.shift();
      line("%s %s, [%s, %s%s]", instruction, register, x(m.base()), x(m.index()), shift);
    } else {
      line("add x16, %s, %s, lsl #%d", x(m.base()), x(m.index()), m.shift());
      line("%s %s, [x16, #%d]", instruction, register, m.displacement());
    }
  }

  @Override
  public void align(int size) {
    line(".balign %d", size);
  }

  private void area(String to) {
    line("mrs %s, tpidr_el0", to);
    String operation = offset < 0 ? "sub" : "add";
    long distance = Math.abs(offset);
    if (distance > 0xfff) {
      line("%s %s, %s, #%d, lsl #12", operation, to, to, distance >> 12);
    }
    if (distance % 0x1000 != 0) {
      line("%s %s, %s, #%d", operation, to, to, distance % 0x1000);
    }
  }

  @Override
  public void threadArea(Register to) {
    area(x(to));
  }

  @Override
  public void loadThread(Register to, Register distance) {
    area("x16");
    line("ldr %s, [x16, %s]", w(to), x(distance));
  }

  @Override
  public void storeThread(int distance, Register from) {
    area("x16");
    line("str %s, [x16, #%d]", x(from), distance);
  }

  @Override
  public void address(Register to, Label label) {
    line("adr %s, %s", x(to), name(label));
  }

  @Override
  public void load(Register to, Memory from) {
    access("ldr", 8, x(to), from);
  }

  @Override
  public void loadAcquire(Register to, Register from) {
    line("ldar %s, [%s]", x(to), x(from));
  }

  @Override
  public void loadByte(Register to, Memory from) {
    access("ldrb", 1, w(to), from);
  }

  @Override
  public void store(Memory to, Register from) {
    access("str", 8, x(from), to);
  }

  @Override
  public void storeRelease(Register to, Register from) {
    line("stlr %s, [%s]", x(from), x(to));
  }

  @Override
  public void storeByte(Memory to, Register from) {
    access("strb", 1, w(from), to);
  }

  @Override
  public void loadArgument(Register to, int number) {
    line("mov %s, x%d", x(to), number);
  }

  @Override
  public void move(Register to, Register from) {
    line("mov %s, %s", x(to), x(from));
  }

  @Override
  public void move(Register to, int value) {
    line("mov %s, #%d", x(to), value);
  }

  @Override
  public void add(Register to, Register value) {
    line("add %s, %s, %s", x(to), x(to), x(value));
  }

  @Override
  public void add(Register to, int value) {
    line("%s %s, %s, #%d", value < 0 ? "sub" : "add", x(to), x(to), Math.abs(value));
  }

  @Override
  public void add(Register to, Memory value) {
    access("ldr", 8, "x16", value);
    line("add %s, %s, x16", x(to), x(to));
  }

  @Override
  public void subtract(Register to, Register value) {
    line("sub %s, %s, %s", x(to), x(to), x(value));
  }

  @Override
  public void and(Register to, Register value) {
    line("and %s, %s, %s", x(to), x(to), x(value));
  }

  @Override
  public void lowestBit(Register to) {
    line("and %s, %s, #1", x(to), x(to));
  }

  @Override
  public void shiftLeft(Register to, int bits) {
    line("lsl %s, %s, #%d", x(to), x(to), bits);
  }

  @Override
  public void shiftRight(Register to, int bits) {
    line("lsr %s, %s, #%d", x(to), x(to), bits);
  }

  @Override
  public void branch(Condition condition, Register left, Register right, Label to) {
    String suffix =
        switch (condition) {
          case EQUAL -> "eq";
          case NOT_EQUAL -> "ne";
          case BELOW -> "lo";
          case NOT_BELOW -> "hs";
        };
    line("cmp %s, %s\nb.%s %s", x(left), x(right), suffix, name(to));
  }

  @Override
  public void branch(Condition condition, Register left, Memory right, Register between, Label to) {
    load(between, right);
    branch(condition, left, between, to);
  }

  @Override
  public void branchIfZero(Register value, Label to) {
    line("cbz %s, %s", x(value), name(to));
  }

  @Override
  public void branchIfNotZero(Register value, Label to) {
    line("cbnz %s, %s", x(value), name(to));
  }

  @Override
  public void countDown(Register value, Label to) {
    add(value, -1);
    branchIfNotZero(value, to);
  }

  @Override
  public void jump(Label to) {
    line("b %s", name(to));
  }

  @Override
  public void pause() {
    line("yield");
  }

  @Override
  public void signature() {
    line(".inst 0xd428bc00");
  }

  @Override
  public void leave() {
    line("mov x0, x11\nret");
  }
}
