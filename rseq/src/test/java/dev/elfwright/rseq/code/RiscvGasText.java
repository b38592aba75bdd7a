package dev.elfwright.rseq.code;

final class RiscvGasText extends GasText {
  RiscvGasText() {
    line(".option norvc\n.option norelax");
  }

  private static String x(Register r) {
    return switch (r) {
      case A0, A1, A2, A3, A4, A5 -> "a" + r.ordinal();
      case STRIP -> "t0";
      case TEMP -> "t1";
      case RESULT -> "t2";
    };
  }

  private String memory(Memory m) {
    if (m.index() == null) {
      return "%d(%s)".formatted(m.displacement(), x(m.base()));
    }
    String index = x(m.index());
    if (m.shift() != 0) {
      line("slli t3, %s, %d", index, m.shift());
      index = "t3";
    }
    line("add t3, %s, %s", index, x(m.base()));
    return "%d(t3)".formatted(m.displacement());
  }

  @Override
  public void align(int size) {
    line(".balign %d", size);
  }

  private void area(String to) {
    if (offset >= -2048 && offset < 2048) {
      line("addi %s, tp, %d", to, offset);
    } else {
      line("lui %s, %%hi(%d)", to, offset);
      line("addi %s, %s, %%lo(%d)", to, to, offset);
      line("add %s, %s, tp", to, to);
    }
  }

  @Override
  public void threadArea(Register to) {
    area(x(to));
  }

  @Override
  public void loadThread(Register to, Register distance) {
    area("t3");
    line("add t3, t3, %s\nlwu %s, 0(t3)", x(distance), x(to));
  }

  @Override
  public void storeThread(int distance, Register from) {
    area("t3");
    line("sd %s, %d(t3)", x(from), distance);
  }

  @Override
  public void address(Register to, Label label) {
    line("lla %s, %s", x(to), name(label));
  }

  @Override
  public void load(Register to, Memory from) {
    String memory = memory(from);
    line("ld %s, %s", x(to), memory);
  }

  @Override
  public void loadAcquire(Register to, Register from) {
    line("ld %s, 0(%s)\nfence r, rw", x(to), x(from));
  }

  @Override
  public void loadByte(Register to, Memory from) {
    String memory = memory(from);
    line("lbu %s, %s", x(to), memory);
  }

  @Override
  public void store(Memory to, Register from) {
    String memory = memory(to);
    line("sd %s, %s", x(from), memory);
  }

  @Override
  public void storeRelease(Register to, Register from) {
    line("fence rw, w\nsd %s, 0(%s)", x(from), x(to));
  }

  @Override
  public void storeByte(Memory to, Register from) {
    String memory = memory(to);
    line("sb %s, %s", x(from), memory);
  }

  @Override
  public void loadArgument(Register to, int number) {
    line("mv %s, a%d", x(to), number);
  }

  @Override
  public void move(Register to, Register from) {
    line("mv %s, %s", x(to), x(from));
  }

  @Override
  public void move(Register to, int value) {
    line("li %s, %d", x(to), value);
  }

  @Override
  public void add(Register to, Register value) {
    line("add %s, %s, %s", x(to), x(to), x(value));
  }

  @Override
  public void add(Register to, int value) {
    line("addi %s, %s, %d", x(to), x(to), value);
  }

  @Override
  public void add(Register to, Memory value) {
    String memory = memory(value);
    line("ld t3, %s\nadd %s, %s, t3", memory, x(to), x(to));
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
    line("andi %s, %s, 1", x(to), x(to));
  }

  @Override
  public void shiftLeft(Register to, int bits) {
    line("slli %s, %s, %d", x(to), x(to), bits);
  }

  @Override
  public void shiftRight(Register to, int bits) {
    line("srli %s, %s, %d", x(to), x(to), bits);
  }

  @Override
  public void branch(Condition condition, Register left, Register right, Label to) {
    String name =
        switch (condition) {
          case EQUAL -> "beq";
          case NOT_EQUAL -> "bne";
          case BELOW -> "bltu";
          case NOT_BELOW -> "bgeu";
        };
    line("%s %s, %s, %s", name, x(left), x(right), name(to));
  }

  @Override
  public void branch(Condition condition, Register left, Memory right, Register between, Label to) {
    load(between, right);
    branch(condition, left, between, to);
  }

  @Override
  public void branchIfZero(Register value, Label to) {
    line("beqz %s, %s", x(value), name(to));
  }

  @Override
  public void branchIfNotZero(Register value, Label to) {
    line("bnez %s, %s", x(value), name(to));
  }

  @Override
  public void countDown(Register value, Label to) {
    add(value, -1);
    branchIfNotZero(value, to);
  }

  @Override
  public void jump(Label to) {
    line("j %s", name(to));
  }

  @Override
  public void pause() {
    line(".word 0x0100000f"); // pause, which as 2.40 takes with the extension Zihintpause only
  }

  @Override
  public void signature() {
    line("csrw mhartid, zero");
  }

  @Override
  public void leave() {
    line("mv a0, t2\nret");
  }
}
