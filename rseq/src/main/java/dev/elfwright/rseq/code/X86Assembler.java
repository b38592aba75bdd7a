package dev.elfwright.rseq.code;

import org.jspecify.annotations.Nullable;

/**
 * x86-64: System V calling convention; encodings by the Intel SDM, volume 2.
 *
 * <p>Branches are always six bytes long: the routines are short enough to stay in the cache, and a
 * size that depends on distances would take several passes.
 */
final class X86Assembler extends Encoder {
  private static final int RSP = 4;
  private static final int RBX = 3;
  private static final int RAX = 0;
  private static final int RDI = 7;

  private static final int FS = 0x64;
  private static final int W = 8;

  private ThreadArea area = new ThreadArea.AtThreadPointer(0);

  private static int number(Register r) {
    return switch (r) {
      case A0 -> RDI;
      case A1 -> 6;
      case A2 -> 2;
      case A3 -> 1;
      case A4 -> 8;
      case A5 -> 9;
      case STRIP -> 10;
      case TEMP -> 11;
      case RESULT -> RAX;
    };
  }

  @Override
  public void align(int size) {
    while (size() % size != 0) {
      emit8(0xcc);
    }
  }

  @Override
  public void enter(ThreadArea area, int none) {
    this.area = area;
    if (area instanceof ThreadArea.ByKey(long getter, int key)) {
      keepAreaInRbx(getter, key, none);
    }
  }

  /** Asks libc; the arguments survive on the stack, which is then aligned as calls want it. */
  private void keepAreaInRbx(long getter, int key, int none) {
    emit8(0x53); // push %rbx
    for (Register r : new Register[] {Register.A0, Register.A1, Register.A2, Register.A3}) {
      emit8(0x50 + number(r)); // push
    }
    emit8(0x41);
    emit8(0x50); // push %r8
    emit8(0x41);
    emit8(0x51); // push %r9
    emit8(0xb8 + RDI);
    emit32(key); // mov $key,%edi
    emit8(0x48);
    emit8(0xb8);
    emit64(getter); // movabs $getter,%rax
    emit8(0xff);
    emit8(0xd0); // call *%rax
    registers(W, 0x89, RAX, RBX);
    emit8(0x41);
    emit8(0x59); // pop %r9
    emit8(0x41);
    emit8(0x58); // pop %r8
    for (Register r : new Register[] {Register.A3, Register.A2, Register.A1, Register.A0}) {
      emit8(0x58 + number(r)); // pop
    }
    Label there = label();
    registers(W, 0x85, RBX, RBX); // test
    conditional(0x85, there); // jne
    move(Register.RESULT, none);
    leave();
    bind(there);
  }

  @Override
  public void threadArea(Register to) {
    switch (area) {
      case ThreadArea.AtThreadPointer(long offset) -> {
        emit8(FS);
        emit8(0x48 | (number(to) >> 3) << 2);
        emit8(0x8b); // mov %fs:0,to
        absolute(number(to), 0);
        immediate(0, to, Math.toIntExact(offset));
      }
      case ThreadArea.ByKey _ -> registers(W, 0x89, RBX, number(to));
    }
  }

  @Override
  public void loadThread(Register to, Register distance) {
    thread(0x8b, to, distance);
  }

  @Override
  public void branchUnlessThread(Register value, Register distance, Register between, Label to) {
    thread(0x3b, value, distance); // cmp
    conditional(opcode(Condition.NOT_EQUAL), to);
  }

  private void thread(int opcode, Register register, Register distance) {
    switch (area) {
      case ThreadArea.AtThreadPointer(long offset) -> {
        emit8(FS);
        memory(0, opcode, number(register), number(distance), -1, 0, Math.toIntExact(offset));
      }
      case ThreadArea.ByKey _ -> memory(0, opcode, number(register), RBX, number(distance), 0, 0);
    }
  }

  @Override
  public void storeThread(int distance, Register from) {
    switch (area) {
      case ThreadArea.AtThreadPointer(long offset) -> {
        emit8(FS);
        emit8(0x48 | (number(from) >> 3) << 2);
        emit8(0x89);
        absolute(number(from), Math.toIntExact(offset + distance));
      }
      case ThreadArea.ByKey _ -> memory(W, 0x89, number(from), RBX, -1, 0, distance);
    }
  }

  /** ModRM, SIB and displacement of an operand without base: an address, as fs: is added to. */
  private void absolute(int register, int address) {
    emit8((register & 7) << 3 | 4);
    emit8(0x25);
    emit32(address);
  }

  @Override
  public void address(Register to, Label label) {
    emit8(0x48 | (number(to) >> 3) << 2);
    emit8(0x8d); // lea label(%rip),to
    emit8((number(to) & 7) << 3 | 5);
    relative(label);
  }

  private void relative(Label label) {
    later(label, (at, target) -> set32(at, target - (at + 4)));
    emit32(0);
  }

  @Override
  public void load(Register to, Memory from) {
    memory(W, 0x8b, to, from);
  }

  @Override
  public void loadAcquire(Register to, Register from) {
    load(to, Memory.at(from)); // every load is one, on this machine
  }

  @Override
  public void loadByte(Register to, Memory from) {
    memory(0, 0x0fb6, to, from);
  }

  @Override
  public void store(Memory to, Register from) {
    memory(W, 0x89, from, to);
  }

  @Override
  public void storeRelease(Register to, Register from) {
    store(Memory.at(to), from); // every store is one, on this machine
  }

  @Override
  public void storeByte(Memory to, Register from) {
    // Without a REX prefix, 4 to 7 would be ah to bh.
    memory(number(from) >= 4 ? 0x40 : 0, 0x88, from, to);
  }

  @Override
  public void loadArgument(Register to, int number) {
    int pushed = area instanceof ThreadArea.ByKey ? 1 : 0;
    memory(W, 0x8b, number(to), RSP, -1, 0, 8 * (number - 6 + 1 + pushed));
  }

  @Override
  public void move(Register to, Register from) {
    registers(W, 0x89, number(from), number(to));
  }

  @Override
  public void move(Register to, int value) {
    emit8(0x48 | number(to) >> 3);
    emit8(0xc7);
    emit8(0xc0 | number(to) & 7);
    emit32(value);
  }

  @Override
  public void add(Register to, Register value) {
    registers(W, 0x01, number(value), number(to));
  }

  @Override
  public void add(Register to, int value) {
    immediate(0, to, value);
  }

  @Override
  public void add(Register to, Memory value) {
    memory(W, 0x03, to, value);
  }

  @Override
  public void addTo(Memory to, Register value, Register between) {
    memory(W, 0x01, value, to);
  }

  @Override
  public void subtract(Register to, Register value) {
    registers(W, 0x29, number(value), number(to));
  }

  @Override
  public void and(Register to, Register value) {
    registers(W, 0x21, number(value), number(to));
  }

  @Override
  public void lowestBit(Register to) {
    immediate(4, to, 1);
  }

  @Override
  public void shiftLeft(Register to, int bits) {
    emit8(0x48 | number(to) >> 3);
    emit8(0xc1);
    emit8(0xe0 | number(to) & 7);
    emit8(bits);
  }

  @Override
  public void shiftRight(Register to, int bits) {
    emit8(0x48 | number(to) >> 3);
    emit8(0xc1);
    emit8(0xe8 | number(to) & 7);
    emit8(bits);
  }

  @Override
  public void branch(Condition condition, Register left, Register right, Label to) {
    registers(W, 0x39, number(right), number(left)); // cmp
    conditional(opcode(condition), to);
  }

  @Override
  public void branch(Condition condition, Register left, Memory right, Register between, Label to) {
    memory(W, 0x3b, left, right); // cmp
    conditional(opcode(condition), to);
  }

  private static int opcode(Condition condition) {
    return switch (condition) {
      case EQUAL -> 0x84;
      case NOT_EQUAL -> 0x85;
      case BELOW -> 0x82;
      case NOT_BELOW -> 0x83;
    };
  }

  @Override
  public void branchIfZero(Register value, Label to) {
    registers(W, 0x85, number(value), number(value));
    conditional(0x84, to);
  }

  @Override
  public void branchIfNotZero(Register value, Label to) {
    registers(W, 0x85, number(value), number(value));
    conditional(0x85, to);
  }

  private void conditional(int opcode, Label to) {
    emit8(0x0f);
    emit8(opcode);
    relative(to);
  }

  @Override
  public void countDown(Register value, Label to) {
    immediate(5, value, 1); // sub: with the branch behind it, one operation of the processor
    conditional(0x85, to);
  }

  @Override
  public void jump(Label to) {
    emit8(0xe9);
    relative(to);
  }

  @Override
  public void pause() {
    emit8(0xf3);
    emit8(0x90);
  }

  @Override
  public void signature() {
    // With these three bytes the signature is an instruction that traps: ud1 SIGNATURE(%rip),%edi.
    emit8(0x0f);
    emit8(0xb9);
    emit8(0x3d);
    emit32(Machine.X86_64.signature());
  }

  @Override
  public void leave() {
    if (area instanceof ThreadArea.ByKey) {
      emit8(0x5b); // pop %rbx
    }
    emit8(0xc3);
  }

  /** {@code opcode from,to}, where opcode is of the form that writes to the second. */
  private void registers(int rex, int opcode, int from, int to) {
    emit8(0x40 | rex | (from >> 3) << 2 | to >> 3);
    emit8(opcode);
    emit8(0xc0 | (from & 7) << 3 | to & 7);
  }

  /** One of the eight operations on a register and a constant: 0 adds, 4 is "and". */
  private void immediate(int operation, Register to, int value) {
    int n = number(to);
    boolean small = value == (byte) value;
    emit8(0x48 | n >> 3);
    if (!small && n == RAX) {
      emit8(operation << 3 | 5); // the short form that assemblers take
      emit32(value);
      return;
    }
    emit8(small ? 0x83 : 0x81);
    emit8(0xc0 | operation << 3 | n & 7);
    if (small) {
      emit8(value);
    } else {
      emit32(value);
    }
  }

  private void memory(int rex, int opcode, Register register, Memory m) {
    memory(
        rex,
        opcode,
        number(register),
        number(m.base()),
        indexNumber(m.index()),
        m.shift(),
        m.displacement());
  }

  private static int indexNumber(@Nullable Register index) {
    return index == null ? -1 : number(index);
  }

  /** An instruction with a register and memory; an index of -1 is none. */
  private void memory(
      int rex, int opcode, int register, int base, int index, int shift, int displacement) {
    int prefix = rex | (register >> 3) << 2 | (index < 0 ? 0 : index >> 3) << 1 | base >> 3;
    if (prefix != 0) {
      emit8(0x40 | prefix);
    }
    if (opcode > 0xff) {
      emit8(opcode >> 8);
    }
    emit8(opcode);
    boolean sib = index >= 0 || (base & 7) == RSP;
    boolean small = displacement == (byte) displacement;
    // A base of rbp or r13 without displacement means something else.
    int mode = displacement == 0 && (base & 7) != 5 ? 0 : small ? 0x40 : 0x80;
    emit8(mode | (register & 7) << 3 | (sib ? 4 : base & 7));
    if (sib) {
      emit8(shift << 6 | (index < 0 ? 4 : index & 7) << 3 | base & 7);
    }
    if (mode == 0x40) {
      emit8(displacement);
    } else if (mode == 0x80) {
      emit32(displacement);
    }
  }
}
