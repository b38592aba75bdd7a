package dev.elfwright.link.image;

import static java.util.Objects.requireNonNull;

import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.link.image.Slot.Purpose;
import dev.elfwright.link.input.Fixup;
import dev.elfwright.link.input.ObjectInput;
import dev.elfwright.link.input.Region;
import dev.elfwright.link.refusal.ObjectLinkException;
import dev.elfwright.machine.relocation.Role;
import dev.elfwright.machine.relocation.Term;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the relocations of all objects want besides bytes: words in the global offset table, entries
 * in the procedure linkage table, and work for the loader. Which of these a relocation needs is
 * read off the terms of its formula; nothing here depends on addresses.
 */
final class Linkage {
  static final int WORD = 8;

  private static final Map<Term, Purpose> WANTED =
      Map.of(
          Term.G, Purpose.ADDRESS,
          Term.IE, Purpose.THREAD_OFFSET,
          Term.GD, Purpose.THREAD_PAIR,
          Term.LD, Purpose.MODULE,
          Term.DESC, Purpose.DESCRIPTOR);

  private final ImageKind kind;
  private final ImageMachine machine;
  private final Exports exports;
  private final DirectReferences direct;
  private final Movement movement;
  private final Map<Slot, Spot> slots = new LinkedHashMap<>();
  private final Map<Meaning, Integer> calls = new LinkedHashMap<>();
  private final List<LoaderWork> work = new ArrayList<>();
  private final List<LoaderWork> callWork = new ArrayList<>();
  private final OutputSection table;
  private final OutputSection callTable;
  private final OutputSection code;
  private boolean usesStaticTls;

  Linkage(
      ImageOptions options,
      List<ObjectInput> inputs,
      Globals globals,
      Exports exports,
      DirectReferences direct,
      Sections sections) {
    this.kind = options.kind();
    this.machine = options.machine();
    this.exports = exports;
    this.direct = direct;
    this.movement = new Movement();
    long writable = SectionFlag.ALLOC | SectionFlag.WRITE;
    this.table = new OutputSection(".got", SectionType.PROGBITS, writable, Region.RELOCATED);
    Region region = options.isLazy() ? Region.VARIABLES : Region.RELOCATED;
    this.callTable = new OutputSection(".got.plt", SectionType.PROGBITS, writable, region);
    long executable = SectionFlag.ALLOC | SectionFlag.EXECINSTR;
    this.code = new OutputSection(".plt", SectionType.PROGBITS, executable, Region.CODE);
    table.entrySize = WORD;
    callTable.entrySize = WORD;
    code.entrySize = machine.entry().size();
    direct.sources().forEach((m, at) -> work.add(LoaderWork.lookUp(Role.COPY, at, m, 0)));
    direct.functions().forEach(this::call);
    for (ObjectInput input : inputs) {
      for (Fixup f : input.fixups()) {
        Spot start = sections.of(input, f.section().index());
        if (start != null && start.section().region != null) {
          Meaning m = globals.of(input, f.symbol());
          want(input, f, m, new Spot(start.section(), start.offset() + f.offset()));
        }
      }
    }
  }

  private void want(ObjectInput input, Fixup f, Meaning m, Spot at) {
    Set<Term> terms = f.kind().formula().terms();
    if (isIndirect(m)) {
      call(m);
    }
    WANTED.forEach((term, purpose) -> {
      if (terms.contains(term)) {
        slot(new Slot(purpose, purpose == Purpose.MODULE ? new Meaning.Nothing() : m));
      }
    });
    boolean call = machine.isCall(f.kind());
    if (call && isFar(m)) {
      call(m);
    } else if (f.kind().role() == Role.ABSOLUTE) {
      word(input, f, m, at);
    } else if (!terms.contains(Term.PAIR)) {
      require(input, f, m, call);
    }
  }

  /** A word for an address: the one thing that every loader can complete. */
  private void word(ObjectInput input, Fixup f, Meaning m, Spot at) {
    boolean ours = !isFar(m);
    boolean writable = (at.section().flags & SectionFlag.WRITE) != 0;
    boolean known = ours || (direct.contains(m) && !writable);
    if (known && !(kind.moves() && isPlace(m))) {
      return;
    }
    if (!writable) {
      throw input.refuse(f, "the loader would have to change a section that is only read");
    }
    work.add(
        ours
            ? LoaderWork.own(Role.RELATIVE, at, m, f.addend())
            : LoaderWork.lookUp(Role.ABSOLUTE, at, m, f.addend()));
  }

  /** Everything else must be a number when the file is linked. */
  private void require(ObjectInput input, Fixup f, Meaning m, boolean call) {
    Set<Term> terms = f.kind().formula().terms();
    if (terms.contains(Term.S) && !call && isFar(m) && !direct.contains(m)) {
      throw input.refuse(f, "another file may define it; code compiled with -fPIC reaches it");
    }
    if (terms.contains(Term.TP) && kind == ImageKind.LIBRARY) {
      throw input.refuse(f, "only a program knows this distance; compile with -fPIC");
    }
    if (kind.moves() && !movement.isIndependent(f.kind(), isPlace(m))) {
      throw input.refuse(f, "the file may lie anywhere; compile with -fPIC");
    }
  }

  /** Whether the loader decides what it is. */
  boolean isFar(Meaning m) {
    return switch (m) {
      case Meaning.Imported _ -> direct.copyOf(m) == null;
      case Meaning.Defined d -> exports.canBeReplaced(d);
      case Meaning.Nothing _, Meaning.Landmark _ -> false;
    };
  }

  /** Whether it lies in the image, and so moves with it. */
  private boolean isPlace(Meaning m) {
    return m.isPlace() || direct.contains(m);
  }

  /**
   * Whether it is a function of ours that is chosen when the file is loaded (STT_GNU_IFUNC): its
   * address, for everyone in this file, is that of its entry in the linkage table.
   */
  boolean isIndirect(Meaning m) {
    return m instanceof Meaning.Defined d && d.symbol().type() == SymbolType.GNU_IFUNC && !isFar(m);
  }

  DirectReferences direct() {
    return direct;
  }

  private void slot(Slot slot) {
    if (slots.containsKey(slot)) {
      return;
    }
    Spot at = reserve(table, slot.purpose().words());
    slots.put(slot, at);
    Meaning m = slot.meaning();
    if (isFar(m)) {
      lookUp(slot.purpose(), at, m);
    } else if (kind.moves()) {
      own(slot.purpose(), at, m);
    } else if (slot.purpose() == Purpose.DESCRIPTOR && kind == ImageKind.STATIC) {
      throw new ObjectLinkException("'%s': a TLS descriptor needs a loader".formatted(m.name()));
    } else if (slot.purpose() == Purpose.DESCRIPTOR) {
      work.add(LoaderWork.own(Role.TLSDESC, at, m, 0));
    }
    usesStaticTls |= slot.purpose() == Purpose.THREAD_OFFSET;
  }

  private static Spot second(Spot at) {
    return new Spot(at.section(), at.offset() + WORD);
  }

  private void lookUp(Purpose purpose, Spot at, Meaning m) {
    switch (purpose) {
      case ADDRESS -> work.add(LoaderWork.lookUp(Role.GLOB_DAT, at, m, 0));
      case THREAD_OFFSET -> work.add(LoaderWork.lookUp(Role.TPOFF, at, m, 0));
      case THREAD_PAIR -> {
        work.add(LoaderWork.lookUp(Role.DTPMOD, at, m, 0));
        work.add(LoaderWork.lookUp(Role.DTPOFF, second(at), m, 0));
      }
      case DESCRIPTOR -> work.add(LoaderWork.lookUp(Role.TLSDESC, at, m, 0));
      case MODULE -> throw new IllegalStateException("a module has no symbol");
    }
  }

  /** What a program knows of itself when it is linked, a library does not: its TLS offsets. */
  private void own(Purpose purpose, Spot at, Meaning m) {
    boolean library = kind == ImageKind.LIBRARY;
    switch (purpose) {
      case ADDRESS -> {
        if (isPlace(m)) {
          work.add(LoaderWork.own(Role.RELATIVE, at, m, 0));
        }
      }
      case THREAD_OFFSET -> {
        if (library) {
          work.add(LoaderWork.own(Role.TPOFF, at, m, 0));
        }
      }
      case THREAD_PAIR, MODULE -> {
        if (library) {
          work.add(LoaderWork.own(Role.DTPMOD, at, new Meaning.Nothing(), 0));
        }
      }
      case DESCRIPTOR -> work.add(LoaderWork.own(Role.TLSDESC, at, m, 0));
    }
  }

  private void call(Meaning m) {
    if (calls.containsKey(m)) {
      return;
    }
    if (calls.isEmpty()) {
      reserve(callTable, machine.reserved());
      code.alignment = 16;
      code.size = machine.plt().size();
    }
    Spot at = reserve(callTable, 1);
    calls.put(m, calls.size());
    code.size += machine.entry().size();
    callWork.add(
        isIndirect(m)
            ? LoaderWork.own(Role.IRELATIVE, at, m, 0)
            : LoaderWork.lookUp(Role.JUMP_SLOT, at, m, 0));
  }

  private static Spot reserve(OutputSection in, int words) {
    long at =
        in.grow((long) WORD * words, WORD, () -> new ObjectLinkException(in + " is too large"));
    return new Spot(in, at);
  }

  Spot spot(Slot slot) {
    return requireNonNull(slots.get(slot));
  }

  boolean has(Slot slot) {
    return slots.containsKey(slot);
  }

  Map<Slot, Spot> slots() {
    return slots;
  }

  /** The entry of the linkage table that leads to a function. */
  Spot entry(Meaning m) {
    int number = requireNonNull(calls.get(m));
    return new Spot(code, machine.plt().size() + (long) number * machine.entry().size());
  }

  boolean hasEntry(Meaning m) {
    return calls.containsKey(m);
  }

  /** What is called through the table, in the order of its entries. */
  List<Meaning> calls() {
    return new ArrayList<>(calls.keySet());
  }

  Spot callSlot(int number) {
    return callWork.get(number).at();
  }

  List<LoaderWork> work() {
    return work;
  }

  List<LoaderWork> callWork() {
    return callWork;
  }

  OutputSection table() {
    return table;
  }

  OutputSection callTable() {
    return callTable;
  }

  OutputSection code() {
    return code;
  }

  /** Whether a library only works when it is loaded with the program (DF_STATIC_TLS). */
  boolean usesStaticTls() {
    return usesStaticTls && kind == ImageKind.LIBRARY;
  }
}
