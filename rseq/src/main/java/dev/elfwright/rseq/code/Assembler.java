package dev.elfwright.rseq.code;

/**
 * Encodes the instructions that routines are made of, for one machine. Labels may be used before
 * they are bound. There is one implementation for each machine here, and one in the tests that
 * writes the same as text for GNU as, whose bytes have to be equal.
 */
interface Assembler {
  /** A label that is not bound yet. */
  Label label();

  /** Binds a label to this place. */
  void bind(Label label);

  /** What follows begins at a multiple of so many bytes. */
  void align(int size);

  /**
   * What a routine does first: makes the thread's area reachable. A thread without one returns
   * {@code none} at once.
   */
  void enter(ThreadArea area, int none);

  /** Loads the address of the thread's area. */
  void threadArea(Register to);

  /** Loads 32 bits of the thread's area, at the distance that a register holds; extends by zero. */
  void loadThread(Register to, Register distance);

  /** Stores 64 bits in the thread's area. */
  void storeThread(int distance, Register from);

  /** Loads the address of a label. */
  void address(Register to, Label label);

  /** Loads 64 bits. */
  void load(Register to, Memory from);

  /** Loads 64 bits; what follows in the program happens after it. */
  void loadAcquire(Register to, Register from);

  /** Loads 8 bits, extended by zero. */
  void loadByte(Register to, Memory from);

  /** Stores 64 bits. */
  void store(Memory to, Register from);

  /** Stores 64 bits; what precedes in the program has happened before it. */
  void storeRelease(Register to, Register from);

  /** Stores the low 8 bits. */
  void storeByte(Memory to, Register from);

  /** Loads an argument that has no register of its own on every machine: the seventh is 6. */
  void loadArgument(Register to, int number);

  /** Copies a register. */
  void move(Register to, Register from);

  /** Sets a register to a number from -2048 to 2047. */
  void move(Register to, int value);

  /** {@code to += value}. */
  void add(Register to, Register value);

  /** {@code to += value}, a number from -2048 to 2047. */
  void add(Register to, int value);

  /** {@code to += value}, a number in memory. */
  void add(Register to, Memory value);

  /**
   * Adds to a number in memory; {@code between} may lose its value. The last instruction is the one
   * that stores.
   */
  default void addTo(Memory to, Register value, Register between) {
    load(between, to);
    add(between, value);
    store(to, between);
  }

  /** {@code to -= value}. */
  void subtract(Register to, Register value);

  /** {@code to &= value}. */
  void and(Register to, Register value);

  /** {@code to &= 1}. */
  void lowestBit(Register to);

  /** {@code to <<= bits}. */
  void shiftLeft(Register to, int bits);

  /** {@code to >>= bits}, without sign. */
  void shiftRight(Register to, int bits);

  /** Goes on at the label when two registers compare so. */
  void branch(Condition condition, Register left, Register right, Label to);

  /**
   * Goes on at the label when a register and a number in memory compare so; {@code between} may
   * lose its value.
   */
  void branch(Condition condition, Register left, Memory right, Register between, Label to);

  /**
   * Goes on at the label when a register is not what {@link #loadThread} would load; {@code
   * between} may lose its value.
   */
  default void branchUnlessThread(Register value, Register distance, Register between, Label to) {
    loadThread(between, distance);
    branch(Condition.NOT_EQUAL, between, value, to);
  }

  /** Goes on at the label when a register is 0. */
  void branchIfZero(Register value, Label to);

  /** Goes on at the label when a register is not 0. */
  void branchIfNotZero(Register value, Label to);

  /** Subtracts 1, and goes on at the label unless that makes 0. */
  void countDown(Register value, Label to);

  /** Goes on at the label. */
  void jump(Label to);

  /** Tells the processor that it waits; takes a little time, which is what tests use it for. */
  void pause();

  /** The four bytes that the kernel wants before an abort handler. */
  void signature();

  /** Returns {@link Register#RESULT}. */
  void leave();
}
