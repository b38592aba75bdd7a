package dev.elfwright.rseq.code;

final class X86GasText extends GasText {
  private ThreadArea area = new ThreadArea.AtThreadPointer(0);

  private static String wide(Register r) {
    return switch (r) {
      case A0 -> "%rdi";
      case A1 -> "%rsi";
      case A2 -> "%rdx";
      case A3 -> "%rcx";
      case A4 -> "%r8";
      case A5 -> "%r9";
      case STRIP -> "%r10";
      case TEMP -> "%r11";
      case RESULT -> "%rax";
    };
  }

  private static String half(Register r) {
    return switch (r) {
      case A0 -> "%edi";
      case A1 -> "%esi";
      case A2 -> "%edx";
      case A3 -> "%ecx";
      case RESULT -> "%eax";
      case A4, A5, STRIP, TEMP -> wide(r) + "d";
    };
  }

  private static String low(Register r) {
    return switch (r) {
      case A0 -> "%dil";
      case A1 -> "%sil";
      case A2 -> "%dl";
      case A3 -> "%cl";
      case RESULT -> "%al";
      case A4, A5, STRIP, TEMP -> wide(r) + "b";
    };
  }

  private static String memory(Memory m) {
    String distance = m.displacement() == 0 ? "" : "" + m.displacement();
    return m.index() == null
        ? "%s(%s)".formatted(distance, wide(m.base()))
        : "%s(%s,%s,%d)".formatted(distance, wide(m.base()), wide(m.index()), 1 << m.shift());
  }

  @Override
  public void align(int size) {
    line(".balign %d,0xcc", size);
  }

  @Override
  public void enter(ThreadArea area, int none) {
    this.area = area;
    if (area instanceof ThreadArea.ByKey(long getter, int key)) {
      line("push %%rbx; push %%rdi; push %%rsi; push %%rdx; push %%rcx; push %%r8; push %%r9");
      line("mov $%d,%%edi; movabs $%d,%%rax; call *%%rax; mov %%rax,%%rbx", key, getter);
      line("pop %%r9; pop %%r8; pop %%rcx; pop %%rdx; pop %%rsi; pop %%rdi");
      line("test %%rbx,%%rbx; {disp32} jne 1f; mov $%d,%%rax; pop %%rbx; ret; 1:", none);
    }
  }

  private long at() {
    return ((ThreadArea.AtThreadPointer) area).offset();
  }

  private boolean byKey() {
    return area instanceof ThreadArea.ByKey;
  }

  @Override
  public void threadArea(Register to) {
    if (byKey()) {
      line("mov %%rbx,%s", wide(to));
    } else {
      line("mov %%fs:0,%s; add $%d,%s", wide(to), at(), wide(to));
    }
  }

  @Override
  public void loadThread(Register to, Register distance) {
    line("mov %s,%s", thread(distance), half(to));
  }

  @Override
  public void branchUnlessThread(Register value, Register distance, Register between, Label to) {
    line("cmp %s,%s; {disp32} jne %s", thread(distance), half(value), name(to));
  }

  private String thread(Register distance) {
    return byKey()
        ? "(%%rbx,%s)".formatted(wide(distance))
        : "%%fs:%d(%s)".formatted(at(), wide(distance));
  }

  @Override
  public void storeThread(int distance, Register from) {
    if (byKey()) {
      line("mov %s,%d(%%rbx)", wide(from), distance);
    } else {
      line("mov %s,%%fs:%d", wide(from), at() + distance);
    }
  }

  @Override
  public void address(Register to, Label label) {
    line("lea %s(%%rip),%s", name(label), wide(to));
  }

  @Override
  public void load(Register to, Memory from) {
    line("mov %s,%s", memory(from), wide(to));
  }

  @Override
  public void loadAcquire(Register to, Register from) {
    line("mov (%s),%s", wide(from), wide(to));
  }

  @Override
  public void loadByte(Register to, Memory from) {
    line("movzbl %s,%s", memory(from), half(to));
  }

  @Override
  public void store(Memory to, Register from) {
    line("mov %s,%s", wide(from), memory(to));
  }

  @Override
  public void storeRelease(Register to, Register from) {
    line("mov %s,(%s)", wide(from), wide(to));
  }

  @Override
  public void storeByte(Memory to, Register from) {
    line("mov %s,%s", low(from), memory(to));
  }

  @Override
  public void loadArgument(Register to, int number) {
    line("mov %d(%%rsp),%s", 8 * (number - 5) + (byKey() ? 8 : 0), wide(to));
  }

  @Override
  public void move(Register to, Register from) {
    line("mov %s,%s", wide(from), wide(to));
  }

  @Override
  public void move(Register to, int value) {
    line("mov $%d,%s", value, wide(to));
  }

  @Override
  public void add(Register to, Register value) {
    line("add %s,%s", wide(value), wide(to));
  }

  @Override
  public void add(Register to, int value) {
    line("add $%d,%s", value, wide(to));
  }

  @Override
  public void add(Register to, Memory value) {
    line("add %s,%s", memory(value), wide(to));
  }

  @Override
  public void addTo(Memory to, Register value, Register between) {
    line("add %s,%s", wide(value), memory(to));
  }

  @Override
  public void subtract(Register to, Register value) {
    line("sub %s,%s", wide(value), wide(to));
  }

  @Override
  public void and(Register to, Register value) {
    line("and %s,%s", wide(value), wide(to));
  }

  @Override
  public void lowestBit(Register to) {
    line("and $1,%s", wide(to));
  }

  @Override
  public void shiftLeft(Register to, int bits) {
    line("shl $%d,%s", bits, wide(to));
  }

  @Override
  public void shiftRight(Register to, int bits) {
    line("shr $%d,%s", bits, wide(to));
  }

  @Override
  public void branch(Condition condition, Register left, Register right, Label to) {
    line("cmp %s,%s; {disp32} %s %s", wide(right), wide(left), jump(condition), name(to));
  }

  @Override
  public void branch(Condition condition, Register left, Memory right, Register between, Label to) {
    line("cmp %s,%s; {disp32} %s %s", memory(right), wide(left), jump(condition), name(to));
  }

  private static String jump(Condition condition) {
    return switch (condition) {
      case EQUAL -> "je";
      case NOT_EQUAL -> "jne";
      case BELOW -> "jb";
      case NOT_BELOW -> "jae";
    };
  }

  @Override
  public void branchIfZero(Register value, Label to) {
    line("test %s,%s; {disp32} je %s", wide(value), wide(value), name(to));
  }

  @Override
  public void branchIfNotZero(Register value, Label to) {
    line("test %s,%s; {disp32} jne %s", wide(value), wide(value), name(to));
  }

  @Override
  public void countDown(Register value, Label to) {
    line("sub $1,%s; {disp32} jne %s", wide(value), name(to));
  }

  @Override
  public void jump(Label to) {
    line("{disp32} jmp %s", name(to));
  }

  @Override
  public void pause() {
    line("pause");
  }

  @Override
  public void signature() {
    line("ud1 0x53053053(%%rip),%%edi");
  }

  @Override
  public void leave() {
    line(byKey() ? "pop %%rbx; ret" : "ret");
  }
}
