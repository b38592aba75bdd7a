package dev.elfwright.rseq.code;

import static dev.elfwright.rseq.code.Register.A0;
import static dev.elfwright.rseq.code.Register.A1;
import static dev.elfwright.rseq.code.Register.RESULT;
import static dev.elfwright.rseq.code.Register.STRIP;
import static dev.elfwright.rseq.code.Register.TEMP;

import java.util.ArrayList;
import java.util.List;

/**
 * The frame around each section. A section reads like its C counterpart: {@link #begin} finds the
 * CPU's memory, the body computes, {@link #commit} makes it visible, {@link #end} returns.
 *
 * <p>A0 holds the address of the directory, A1 the distance of the CPU's number in the thread's
 * area. The directory is what lets memory be taken away: a word with the number of entries, then
 * for each CPU the address of its memory, or 0. It is read inside the section, so after an entry is
 * changed and every section that runs has been aborted (membarrier), nobody uses what it led to.
 */
final class SectionCode {
  /** The thread has no CPU number, or that CPU no memory: see to it, or do without. */
  static final int UNPREPARED = -1;

  /** The CPU's memory has no room for this, or nothing to give. */
  static final int REFUSED = -2;

  /** The thread is on another CPU than the caller thought. */
  static final int MOVED = -3;

  private static final int RSEQ_CS = 8;

  /** The labels of one section. */
  record Section(Label descriptor, Label start, Label end, Label abort) {}

  private final Assembler to;
  private final ThreadArea area;
  private final Inside inside;
  private final List<Section> sections = new ArrayList<>();
  private final List<Label> unprepared = new ArrayList<>();
  private final List<Label> restarts = new ArrayList<>();

  SectionCode(Assembler to, ThreadArea area, Inside inside) {
    this.to = to;
    this.area = area;
    this.inside = inside;
  }

  List<Section> sections() {
    return sections;
  }

  Assembler to() {
    return to;
  }

  /** The first instructions of a routine. */
  void enter() {
    unprepared.clear();
    restarts.clear();
    to.enter(area, UNPREPARED);
  }

  /** Tells the kernel where the section is, and begins it. What restarts it comes here again. */
  Section arm(Inside.Guard guard) {
    var section = new Section(to.label(), to.label(), to.label(), to.label());
    sections.add(section);
    Label restart = to.label();
    to.bind(restart);
    if (guard == Inside.Guard.SECTION) {
      to.address(TEMP, section.descriptor());
      to.storeThread(RSEQ_CS, TEMP);
    }
    to.bind(section.start());
    restarts.add(restart);
    return section;
  }

  /** Begins a section and leaves the CPU's memory in STRIP, its number in RESULT. */
  Section begin() {
    Label slow = to.label();
    unprepared.add(slow);
    return begin(slow);
  }

  /** The same; a thread without memory goes to a label. */
  Section begin(Label slow) {
    Section section = arm(inside.guard());
    findStrip(slow);
    return section;
  }

  /**
   * Begins a section for a CPU and in STRIP, which {@link #findStrip} has found before; goes to a
   * label when the thread is on another CPU or that is no longer its memory. A comparison takes no
   * time where a load would be waited for: all that the section stores depends on where the memory
   * is.
   */
  Section beginGuessed(Register cpu, Label wrong) {
    Section section = arm(inside.guard());
    to.branchUnlessThread(cpu, A1, RESULT, wrong);
    to.branch(Condition.NOT_EQUAL, STRIP, Memory.word(A0, cpu, 8), TEMP, wrong);
    return section;
  }

  /**
   * Leaves the CPU's number in RESULT and its memory in STRIP. Before a section, what is found is a
   * guess, for {@link #beginGuessed}.
   */
  void findStrip(Label slow) {
    to.loadThread(RESULT, A1);
    to.branch(Condition.NOT_BELOW, RESULT, Memory.at(A0), STRIP, slow);
    to.load(STRIP, Memory.word(A0, RESULT, 8));
    to.branchIfZero(STRIP, slow);
  }

  /** The last instruction of a section: a store. */
  void commit(Section section, Memory memory, Register value) {
    delay();
    to.store(memory, value);
    to.bind(section.end());
  }

  /** The same, for memory that is read from other CPUs while it changes. */
  void commitRelease(Section section, Register memory, Register value) {
    delay();
    to.storeRelease(memory, value);
    to.bind(section.end());
  }

  /**
   * Adds to a word as the last instruction of a section; {@code between} may lose its value. The
   * delay of tests is between load and store, or the kernel would hardly ever find anybody there.
   */
  void commitAdd(Section section, Memory memory, Register delta, Register between) {
    if (inside.pauses() > 0) {
      to.load(between, memory);
      to.add(between, delta);
      commit(section, memory, between);
    } else {
      to.addTo(memory, delta, between);
      to.bind(section.end());
    }
  }

  void delay() {
    for (int i = 0; i < inside.pauses(); i++) {
      to.pause();
    }
  }

  /** Returns a constant. */
  void leave(int result) {
    to.move(RESULT, result);
    to.leave();
  }

  /** After the last section of a routine: where threads without memory go, and abort handlers. */
  void end() {
    unprepared.forEach(to::bind);
    if (!unprepared.isEmpty()) {
      leave(UNPREPARED);
    }
    for (int i = 0; i < restarts.size(); i++) {
      Section section = sections.get(sections.size() - restarts.size() + i);
      to.signature();
      to.bind(section.abort());
      to.jump(restarts.get(i));
    }
    restarts.clear();
  }

  /** An abort handler that does something before it starts the section again. */
  void endCounting(Register counters, int counter) {
    Section section = sections.getLast();
    to.signature();
    to.bind(section.abort());
    to.load(TEMP, Memory.at(counters, counter));
    to.add(TEMP, 1);
    to.store(Memory.at(counters, counter), TEMP);
    to.jump(restarts.getLast());
    restarts.clear();
  }
}
