package dev.elfwright.link.input;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Relocation;
import dev.elfwright.elf.Relocations;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.build.ObjectFile;
import dev.elfwright.elf.build.Target;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionIndex;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.link.refusal.ObjectLinkException;
import dev.elfwright.machine.relocation.RelocationKind;
import dev.elfwright.machine.relocation.RelocationKinds;
import dev.elfwright.machine.relocation.Term;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What is linked of an object file: the sections that are kept, symbols, relocations. */
public final class ObjectInput {
  private static final Set<Term> THREAD_LOCAL =
      EnumSet.of(Term.GD, Term.LD, Term.IE, Term.DESC, Term.DT, Term.TP, Term.DTP, Term.MODULE);

  private static final String DEBUG = ".debug_";

  private final ElfModel model;
  private final SymbolTable symbols;
  private final List<Section> sections;
  private final List<Fixup> fixups = new ArrayList<>();

  private ObjectInput(ElfModel model, int machine, Predicate<Section> kept) {
    this.model = model;
    // x32 has the machine's number too, in files of 32 bits.
    if (model.header().type() != FileType.REL
        || model.header().machine() != machine
        || !model.header().is64()) {
      throw refuse(
          "an object file for "
              + Machine.name(machine)
              + " is wanted, this is a "
              + FileType.name(model.header().type())
              + " for "
              + Machine.name(model.header().machine()));
    }
    this.symbols =
        model.sections().stream()
            .filter(section -> section.header().type() == SectionType.SYMTAB)
            .findFirst()
            .map(Section::content)
            .filter(SymbolTable.class::isInstance)
            .map(SymbolTable.class::cast)
            .orElseGet(ObjectInput::nullSymbol);
    this.sections = model.sections().stream().filter(kept).toList();
    RelocationKinds kinds = RelocationKinds.of(machine).orElseThrow();
    for (Section s : model.sections()) {
      long target = Integer.toUnsignedLong(s.header().info());
      if (s.content() instanceof Relocations table && target < model.sections().size()) {
        Section changed = model.sections().get((int) target);
        if (kept.test(changed)) {
          table.relocations().forEach(r -> fixups.add(fixup(changed, r, table, kinds)));
        }
      }
    }
  }

  /**
   * An object that gets into memory as it is: without debugging information.
   *
   * @throws ObjectLinkException when it is no object file, of another machine, or needs a loader:
   *     thread-local storage, functions chosen at run time
   * @throws dev.elfwright.elf.ElfFormatException when it is malformed
   */
  public static ObjectInput forMemory(ElfModel model, int machine) {
    ObjectInput input = new ObjectInput(model, machine, ObjectInput::inMemory);
    input.fixups.forEach(input::refuseThreadLocal);
    input.refuseChosenFunctions();
    return input;
  }

  /**
   * An object that gets into a file, with its debugging information.
   *
   * @throws ObjectLinkException when it is no object file, or of another machine
   * @throws dev.elfwright.elf.ElfFormatException when it is malformed
   */
  public static ObjectInput forFile(ElfModel model, int machine) {
    return new ObjectInput(model, machine, s -> inMemory(s) ? !isProperty(s) : isDebug(s));
  }

  /** Objects without any symbol have no table, such as crtn.o. */
  private static SymbolTable nullSymbol() {
    return ObjectFile.model("no symbols", Target.X86_64, _ -> {}).symbols().orElseThrow();
  }

  /** Whether a section is there when the code runs. */
  public static boolean inMemory(Section s) {
    return (s.header().flags() & SectionFlag.ALLOC) != 0;
  }

  /** What it promises holds for the file only if it holds for all objects. */
  private static boolean isProperty(Section s) {
    return s.name().equals(".note.gnu.property");
  }

  private static boolean isDebug(Section s) {
    return s.header().type() == SectionType.PROGBITS
        && (s.header().flags() & SectionFlag.COMPRESSED) == 0
        && (s.name().startsWith(DEBUG) || s.name().equals(".comment"));
  }

  private void refuseChosenFunctions() {
    for (int i = 0; i < symbols.count(); i++) {
      if (symbols.type(i) == SymbolType.GNU_IFUNC) {
        throw refuse(name(i) + ": functions that are chosen at run time (ifunc) cannot be linked");
      }
    }
  }

  private void refuseThreadLocal(Fixup fixup) {
    if (symbols.type(fixup.symbol()) == SymbolType.TLS
        || fixup.kind().formula().terms().stream().anyMatch(THREAD_LOCAL::contains)) {
      throw refuse(fixup, "thread-local variables cannot be linked");
    }
  }

  private Fixup fixup(Section s, Relocation r, Relocations table, RelocationKinds kinds) {
    String place = "%s+0x%x".formatted(s.name(), r.offset());
    RelocationKind kind =
        kinds.find(r.type()).orElseThrow(() -> refuse(place + ": unknown relocation " + r.type()));
    if (!symbols.contains(Integer.toUnsignedLong(r.symbol()))) {
      throw model.bytes().malformed(s.header().offset(), "relocation", "no symbol " + r.symbol());
    }
    ByteBuffer bytes = s.bytes().asByteBuffer().order(model.header().order());
    long last = bytes.limit() - (long) kind.field().size();
    if (r.offset() < 0 || r.offset() > last) {
      throw model
          .bytes()
          .malformed(
              s.header().offset(),
              "relocation",
              "0x%x in section %d lies outside of it".formatted(r.offset(), s.index()));
    }
    int offset = (int) r.offset();
    long addend = table.withAddend() ? r.addend() : kind.addend(bytes, offset);
    return new Fixup(s, offset, kind, r.symbol(), addend);
  }

  /** A refusal of this file. */
  public ObjectLinkException refuse(String why) {
    return new ObjectLinkException(model.file() + ": " + why);
  }

  /** A refusal of one relocation. */
  public ObjectLinkException refuse(Fixup f, String why) {
    return refuse(
        "%s+0x%x: %s against %s: %s"
            .formatted(f.section().name(), f.offset(), f.kind().name(), name(f.symbol()), why));
  }

  /** The name of a symbol in quotes; a section's symbol has that of its section. */
  public String name(int symbol) {
    String name = symbols.name(symbol);
    int section = symbols.sectionIndex(symbol);
    boolean ofSection = name.isEmpty() && section > 0 && section < model.sections().size();
    return ofSection ? "section " + model.sections().get(section).name() : "'" + name + "'";
  }

  /** The file. */
  public ElfModel model() {
    return model;
  }

  /** Its symbols. */
  public SymbolTable symbols() {
    return symbols;
  }

  /** The sections that are kept, in the file's order. */
  public List<Section> sections() {
    return sections;
  }

  /** The relocations of the sections that are kept. */
  public List<Fixup> fixups() {
    return fixups;
  }

  /** Whether a symbol is a variable that the linker has to place. */
  public boolean isCommon(Symbol s) {
    return s.isReserved() && s.sectionIndex() == SectionIndex.COMMON;
  }
}
