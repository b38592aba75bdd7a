package dev.elfwright.rseq.code;

import static dev.elfwright.rseq.code.Register.A0;
import static dev.elfwright.rseq.code.Register.A1;
import static dev.elfwright.rseq.code.Register.A2;
import static dev.elfwright.rseq.code.Register.A3;
import static dev.elfwright.rseq.code.Register.A4;
import static dev.elfwright.rseq.code.Register.A5;
import static dev.elfwright.rseq.code.Register.RESULT;
import static dev.elfwright.rseq.code.Register.STRIP;
import static dev.elfwright.rseq.code.Register.TEMP;

import dev.elfwright.rseq.code.SectionCode.Section;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The functions that Java calls. All but the first two take the directory in A0 and the distance of
 * the CPU's number in A1 (see {@link SectionCode}), and return a number below 0 when nothing was
 * done. A strip is the memory of one CPU.
 */
public enum Routine {
  /** (distance): 32 bits of the thread's area: its CPU, its concurrency ID, its node. */
  THREAD_FIELD(1, Routine::threadField),

  /** (): the address of the thread's area. */
  THREAD_AREA(0, Routine::threadArea),

  /** (.., place, delta): adds to a word. */
  ADD(4, Routine::add),

  /**
   * (.., place, delta, place, delta): adds to two words, one after the other. {@link #REFUSED} when
   * only the first was done.
   */
  ADD_PAIR(6, Routine::addPair),

  /** (.., places, count, delta): adds to several words; returns how many of the first are left. */
  ADD_SAME(5, c -> addMany(c, (s, word) -> c.commitAdd(s, word, A4, RESULT))),

  /** (.., places, count, deltas): adds to several words; returns how many of the first are left. */
  ADD_EACH(5, c -> addMany(c, (s, word) -> addDelta(c, s, word))),

  /**
   * (.., first, last, links): puts nodes, numbers from 1 on, at the head of the CPU's list: one, or
   * several that are linked from first to last.
   */
  PUSH(5, Routine::push),

  /** (.., links): takes the head of the CPU's list; 0 when the list is empty. */
  POP(3, Routine::pop),

  /**
   * (.., links, most): takes nodes from the head of the CPU's list, as many as there are up to
   * {@code most}, and returns the first, from which the links lead to the others; 0 when the list
   * is empty.
   */
  POP_MANY(4, Routine::popMany),

  /** (.., a, b, c, d): a record of four words in the CPU's ring; refused when it is full. */
  APPEND(6, Routine::append),

  /** (.., bytes, length, room): bytes behind the last in the CPU's log; refused when it is full. */
  COPY(5, Routine::copy),

  /** (.., a, b, c): adds to three words at once. */
  ADD_TUPLE(5, Routine::addTuple),

  /** (.., place, expected, value, cpu): sets a word if it is as expected. */
  COMPARE_STORE(6, Routine::compareStore),

  /** (.., place, expected, value, place, value, cpu): sets two if the first is as expected. */
  COMPARE_STORE_TWO(8, Routine::compareStoreTwo),

  /** (.., place, expected, value, place, expected, cpu): sets one if two are as expected. */
  COMPARE_TWO_STORE(8, Routine::compareTwoStore),

  /** (..): takes the CPU's lock and returns its number; refused when it is held. */
  LOCK(2, Routine::lock),

  /** (word, waiting, turns): adds 1 to a word, and waits inside of the section. */
  WAIT_INSIDE(3, c -> waitInside(c, Inside.Guard.SECTION)),

  /** The same, but the kernel is not told about the section. */
  WAIT_UNGUARDED(3, c -> waitInside(c, Inside.Guard.NONE));

  /** The thread has no CPU number, or that CPU no memory: see to it, or do without. */
  public static final long UNPREPARED = SectionCode.UNPREPARED;

  /** The strip has no room for this, or a word is not as expected, or the lock is held. */
  public static final long REFUSED = SectionCode.REFUSED;

  /** The thread is on another CPU than the one that was given. */
  public static final long MOVED = SectionCode.MOVED;

  /** Where the records, bytes or copies of a strip begin that has words of its own before them. */
  public static final int BODY = 64;

  private final int arguments;
  private final Consumer<SectionCode> body;

  Routine(int arguments, Consumer<SectionCode> body) {
    this.arguments = arguments;
    this.body = body;
  }

  /** How many arguments of 64 bits it takes. */
  public int arguments() {
    return arguments;
  }

  /**
   * All routines, for one place.
   *
   * @param machine whose instructions
   * @param area where threads' areas are
   * @param inside what sections contain besides their work
   * @param address where the bytes will stand, a multiple of 32
   */
  public static CodeImage assemble(Machine machine, ThreadArea area, Inside inside, long address) {
    Encoder encoder = machine.encoder();
    Map<Routine, Label> entries = new EnumMap<>(Routine.class);
    List<Section> sections = write(encoder, area, inside, entries);
    encoder.align(CodeImage.DESCRIPTOR);
    int table = encoder.size();
    for (Section s : sections) {
      encoder.bind(s.descriptor());
      encoder.emit64(0); // version and flags
      encoder.emit64(address + encoder.place(s.start()));
      encoder.emit64(encoder.place(s.end()) - encoder.place(s.start()));
      encoder.emit64(address + encoder.place(s.abort()));
    }
    Map<Routine, Integer> places = new EnumMap<>(Routine.class);
    entries.forEach((routine, label) -> places.put(routine, encoder.place(label)));
    return new CodeImage(encoder.finish(), Map.copyOf(places), table);
  }

  /**
   * Writes the code, without descriptors; returns the sections, and binds a label to each entry.
   */
  static List<Section> write(
      Assembler assembler, ThreadArea area, Inside inside, Map<Routine, Label> entries) {
    var code = new SectionCode(assembler, area, inside);
    for (Routine r : values()) {
      assembler.align(16);
      Label entry = assembler.label();
      assembler.bind(entry);
      entries.put(r, entry);
      code.enter();
      r.body.accept(code);
      code.end();
    }
    return code.sections();
  }

  private static void threadField(SectionCode c) {
    c.to().loadThread(RESULT, A0);
    c.to().leave();
  }

  private static void threadArea(SectionCode c) {
    c.to().threadArea(RESULT);
    c.to().leave();
  }

  private static void add(SectionCode c) {
    addOne(c, c.begin(), A2, A3);
    c.leave(0);
  }

  private static void addPair(SectionCode c) {
    Label half = c.to().label();
    addOne(c, c.begin(), A2, A3);
    addOne(c, c.begin(half), A4, A5);
    c.leave(0);
    c.to().bind(half);
    c.leave(SectionCode.REFUSED);
  }

  private static void addOne(SectionCode c, Section section, Register place, Register delta) {
    c.commitAdd(section, Memory.at(STRIP, place), delta, RESULT);
  }

  /** Last to first, so that the count is the index too. It changes outside of the section. */
  private static void addMany(SectionCode c, BiConsumer<Section, Memory> commit) {
    Assembler a = c.to();
    Label find = a.label();
    Label next = a.label();
    Label slow = a.label();
    a.bind(find);
    c.findStrip(slow);
    a.move(A5, RESULT);
    a.bind(next);
    Section section = c.beginGuessed(A5, find);
    a.load(TEMP, Memory.word(A2, A3, -8));
    commit.accept(section, Memory.at(STRIP, TEMP));
    a.countDown(A3, next);
    a.bind(slow);
    a.move(RESULT, A3);
    a.leave();
  }

  private static void addDelta(SectionCode c, Section section, Memory word) {
    c.to().load(RESULT, word);
    c.to().add(RESULT, Memory.word(A4, A3, -8));
    c.commit(section, word, RESULT);
  }

  private static void push(SectionCode c) {
    Assembler a = c.to();
    Section section = c.begin();
    a.load(RESULT, Memory.at(STRIP));
    a.store(Memory.word(A4, A3, -8), RESULT);
    c.commit(section, Memory.at(STRIP), A2);
    c.leave(0);
  }

  private static void pop(SectionCode c) {
    Assembler a = c.to();
    Label empty = a.label();
    Section section = c.begin();
    a.load(RESULT, Memory.at(STRIP));
    a.branchIfZero(RESULT, empty);
    a.load(TEMP, Memory.word(A2, RESULT, -8));
    c.commit(section, Memory.at(STRIP), TEMP);
    a.bind(empty);
    a.leave();
  }

  private static void popMany(SectionCode c) {
    Assembler a = c.to();
    Label next = a.label();
    Label last = a.label();
    Label empty = a.label();
    Section section = c.begin();
    a.load(RESULT, Memory.at(STRIP));
    a.branchIfZero(RESULT, empty);
    a.move(TEMP, RESULT);
    a.move(A4, A3);
    a.bind(next);
    a.load(TEMP, Memory.word(A2, TEMP, -8));
    a.branchIfZero(TEMP, last);
    a.countDown(A4, next);
    a.bind(last);
    c.commit(section, Memory.at(STRIP), TEMP);
    a.bind(empty);
    a.leave();
  }

  /**
   * Strip: records so far, records that are let in, mask of the slot's number; slots of 32 bytes.
   */
  private static void append(SectionCode c) {
    Assembler a = c.to();
    Label full = a.label();
    Section section = c.begin();
    a.load(RESULT, Memory.at(STRIP));
    a.branch(Condition.NOT_BELOW, RESULT, Memory.at(STRIP, 8), TEMP, full);
    a.load(TEMP, Memory.at(STRIP, 16));
    a.and(TEMP, RESULT);
    a.shiftLeft(TEMP, 5);
    a.add(TEMP, STRIP);
    a.store(Memory.at(TEMP, BODY), A2);
    a.store(Memory.at(TEMP, BODY + 8), A3);
    a.store(Memory.at(TEMP, BODY + 16), A4);
    a.store(Memory.at(TEMP, BODY + 24), A5);
    a.add(RESULT, 1);
    c.commit(section, Memory.at(STRIP), RESULT);
    c.leave(0);
    a.bind(full);
    c.leave(SectionCode.REFUSED);
  }

  /** Strip: bytes so far, bytes there is room for; each record begins with its length. */
  private static void copy(SectionCode c) {
    Assembler a = c.to();
    Label words = a.label();
    Label tail = a.label();
    Label bytes = a.label();
    Label done = a.label();
    Label full = a.label();
    Section section = c.begin();
    a.load(RESULT, Memory.at(STRIP));
    a.add(RESULT, A4);
    a.load(TEMP, Memory.at(STRIP, 8));
    a.branch(Condition.BELOW, TEMP, RESULT, full);
    a.load(TEMP, Memory.at(STRIP));
    a.add(TEMP, STRIP);
    a.store(Memory.at(TEMP, BODY), A3);
    a.move(A5, 0);
    a.bind(words);
    a.move(RESULT, A3);
    a.subtract(RESULT, A5);
    a.branchIfZero(RESULT, done);
    a.shiftRight(RESULT, 3);
    a.branchIfZero(RESULT, tail);
    a.load(RESULT, Memory.at(A2, A5));
    a.store(new Memory(TEMP, A5, 0, BODY + 8), RESULT);
    a.add(A5, 8);
    a.jump(words);
    a.bind(tail);
    a.bind(bytes);
    a.loadByte(RESULT, Memory.at(A2, A5));
    a.storeByte(new Memory(TEMP, A5, 0, BODY + 8), RESULT);
    a.add(A5, 1);
    a.branch(Condition.BELOW, A5, A3, bytes);
    a.bind(done);
    a.load(RESULT, Memory.at(STRIP));
    a.add(RESULT, A4);
    c.commit(section, Memory.at(STRIP), RESULT);
    c.leave(0);
    a.bind(full);
    c.leave(SectionCode.REFUSED);
  }

  /**
   * Strip: how many changes there were; two copies of the words, of which the last bit of that
   * number says which one counts. The new words are written into the other.
   */
  private static void addTuple(SectionCode c) {
    Assembler a = c.to();
    Section section = c.begin();
    a.load(RESULT, Memory.at(STRIP));
    a.move(TEMP, RESULT);
    a.lowestBit(TEMP);
    a.shiftLeft(TEMP, 5);
    a.add(TEMP, STRIP);
    a.add(RESULT, 1);
    a.lowestBit(RESULT);
    a.shiftLeft(RESULT, 5);
    a.add(RESULT, STRIP);
    int word = BODY;
    for (Register delta : List.of(A2, A3, A4)) {
      a.load(A5, Memory.at(TEMP, word));
      a.add(A5, delta);
      a.store(Memory.at(RESULT, word), A5);
      word += 8;
    }
    a.load(RESULT, Memory.at(STRIP));
    a.add(RESULT, 1);
    c.commitRelease(section, STRIP, RESULT);
    c.leave(0);
  }

  private static void compareStore(SectionCode c) {
    Section section = c.begin();
    Refusals refusals = new Refusals(c);
    refusals.unlessOn(A5);
    refusals.unlessEqual(A2, A3);
    c.commit(section, Memory.at(STRIP, A2), A4);
    c.leave(0);
    refusals.end();
  }

  private static void compareStoreTwo(SectionCode c) {
    Assembler a = c.to();
    Section section = c.begin();
    Refusals refusals = new Refusals(c);
    a.loadArgument(TEMP, 7);
    refusals.unlessOn(TEMP);
    refusals.unlessEqual(A2, A3);
    a.loadArgument(TEMP, 6);
    a.store(Memory.at(STRIP, A5), TEMP);
    a.add(STRIP, A2);
    c.commitRelease(section, STRIP, A4);
    c.leave(0);
    refusals.end();
  }

  private static void compareTwoStore(SectionCode c) {
    Assembler a = c.to();
    Section section = c.begin();
    Refusals refusals = new Refusals(c);
    a.loadArgument(TEMP, 7);
    refusals.unlessOn(TEMP);
    refusals.unlessEqual(A2, A3);
    a.loadArgument(TEMP, 6);
    refusals.unlessEqual(A5, TEMP);
    c.commit(section, Memory.at(STRIP, A2), A4);
    c.leave(0);
    refusals.end();
  }

  /** The ways out of a section that compares. RESULT holds the CPU's number before them. */
  private record Refusals(SectionCode c, Label moved, Label other) {
    Refusals(SectionCode c) {
      this(c, c.to().label(), c.to().label());
    }

    void unlessOn(Register cpu) {
      c.to().branch(Condition.NOT_EQUAL, RESULT, cpu, moved);
    }

    void unlessEqual(Register place, Register expected) {
      c.to().load(RESULT, Memory.at(STRIP, place));
      c.to().branch(Condition.NOT_EQUAL, RESULT, expected, other);
    }

    void end() {
      c.to().bind(moved);
      c.leave(SectionCode.MOVED);
      c.to().bind(other);
      c.leave(SectionCode.REFUSED);
    }
  }

  private static void lock(SectionCode c) {
    Assembler a = c.to();
    Label held = a.label();
    Section section = c.begin();
    a.loadAcquire(TEMP, STRIP);
    a.branchIfNotZero(TEMP, held);
    a.move(TEMP, 1);
    c.commit(section, Memory.at(STRIP), TEMP);
    a.leave();
    a.bind(held);
    c.leave(SectionCode.REFUSED);
  }

  /**
   * A0 is the word; A1 points to three more: set when the section has read the word, what ends the
   * waiting, and how often the kernel has started the section again. A2 turns are the most.
   */
  private static void waitInside(SectionCode c, Inside.Guard guard) {
    Assembler a = c.to();
    Label turn = a.label();
    Label go = a.label();
    Section section = c.arm(guard);
    a.load(RESULT, Memory.at(A0));
    a.move(TEMP, 1);
    a.store(Memory.at(A1), TEMP);
    a.move(STRIP, A2);
    a.bind(turn);
    a.load(TEMP, Memory.at(A1, 8));
    a.branchIfNotZero(TEMP, go);
    a.pause();
    a.add(STRIP, -1);
    a.branchIfNotZero(STRIP, turn);
    a.bind(go);
    a.add(RESULT, 1);
    a.store(Memory.at(A0), RESULT);
    a.bind(section.end());
    c.leave(0);
    c.endCounting(A1, 16);
  }
}
