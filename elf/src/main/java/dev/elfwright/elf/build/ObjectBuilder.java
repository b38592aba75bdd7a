package dev.elfwright.elf.build;

import static dev.elfwright.elf.constant.SectionFlag.ALLOC;
import static dev.elfwright.elf.constant.SectionFlag.EXECINSTR;
import static dev.elfwright.elf.constant.SectionFlag.MERGE;
import static dev.elfwright.elf.constant.SectionFlag.STRINGS;
import static dev.elfwright.elf.constant.SectionFlag.WRITE;

import dev.elfwright.elf.Names;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.SectionIndex;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** An object file while it is built, see {@link ObjectFile#build}. */
public final class ObjectBuilder {
  /** A definition: where it is comes from a label, or it is a number. */
  sealed interface Definition {
    record At(Label label, SymbolBuilder attributes) implements Definition {}

    record Fixed(Symbol symbol) implements Definition {}

    record Undefined(SymbolBuilder attributes) implements Definition {}
  }

  /** Sections of which a linker keeps one group of many with the same signature. */
  record Group(NamedSymbol signature, List<SectionBuilder> members) {}

  private final Target target;
  private final List<SectionBuilder> sections = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private final Map<String, NamedSymbol> names = new HashMap<>();
  private final Map<NamedSymbol, Definition> definitions = new LinkedHashMap<>();
  private long entry;

  ObjectBuilder(Target target) {
    this.target = target;
  }

  /** The target. */
  public Target target() {
    return target;
  }

  /** e_entry: 0 unless the sections already have their place in memory. */
  public ObjectBuilder entry(long address) {
    entry = address;
    return this;
  }

  /** A label that is not bound yet. */
  public Label label() {
    return new Label();
  }

  /**
   * A section of any kind. Sections of the same name are different sections.
   *
   * @param type see {@link SectionType}
   * @param flags see {@link dev.elfwright.elf.constant.SectionFlag}
   * @return a label for its first byte
   */
  public Label section(String name, int type, long flags, Consumer<SectionBuilder> body) {
    SectionBuilder section = new SectionBuilder(target, name, type, flags);
    sections.add(section);
    body.accept(section);
    return section.start();
  }

  /** Machine code. */
  public Label code(String name, Consumer<SectionBuilder> body) {
    return section(name, SectionType.PROGBITS, ALLOC | EXECINSTR, body);
  }

  /** Data that nobody changes. */
  public Label constants(String name, Consumer<SectionBuilder> body) {
    return section(name, SectionType.PROGBITS, ALLOC, body);
  }

  /** Data that can be changed. */
  public Label data(String name, Consumer<SectionBuilder> body) {
    return section(name, SectionType.PROGBITS, ALLOC | WRITE, body);
  }

  /** Data that is zero at first and takes no room in the file. */
  public Label zeros(String name, Consumer<SectionBuilder> body) {
    return section(name, SectionType.NOBITS, ALLOC | WRITE, body);
  }

  /** Constant strings that a linker merges with equal ones. */
  public Label strings(String name, Consumer<StringsBuilder> body) {
    long flags = ALLOC | MERGE | STRINGS;
    return section(name, SectionType.PROGBITS, flags, s -> body.accept(new StringsBuilder(s)));
  }

  /**
   * A note (gABI, "Note Section"): sizes of owner and description, type, both padded to 4 bytes.
   *
   * @param type a number that the owner defines
   */
  public Label note(String name, String owner, int type, byte[] description) {
    return section(
        name,
        SectionType.NOTE,
        ALLOC,
        s ->
            s.align(4)
                .i32(Names.encode(owner).length + 1)
                .i32(description.length)
                .i32(type)
                .string(owner)
                .align(4)
                .bytes(description)
                .align(4));
  }

  /** Of several files' groups with this signature, a linker keeps one (GRP_COMDAT). */
  public void comdat(NamedSymbol signature, Label... inMembers) {
    groups.add(new Group(signature, Arrays.stream(inMembers).map(Label::section).toList()));
  }

  /** The symbol of this name: one that is defined before or later, or else an undefined one. */
  public NamedSymbol symbol(String name) {
    return names.computeIfAbsent(name, NamedSymbol::new);
  }

  /** An undefined symbol that is weak, thread-local or otherwise special. */
  public NamedSymbol undefined(String name, Consumer<SymbolBuilder> attributes) {
    return put(name, new Definition.Undefined(attributes(attributes)));
  }

  /**
   * Defines a symbol where the label is.
   *
   * @throws IllegalStateException when a symbol of this name is defined already
   */
  public NamedSymbol define(String name, Label at, Consumer<SymbolBuilder> attributes) {
    return put(name, new Definition.At(at, attributes(attributes)));
  }

  /** Defines a global number that no linker moves: SHN_ABS. */
  public NamedSymbol absolute(String name, long value) {
    return fixed(name, SymbolType.NOTYPE, SectionIndex.ABS, value, 0);
  }

  /**
   * A variable of which the linker makes one out of all that have this name: SHN_COMMON.
   *
   * @param size in bytes
   * @param alignment in bytes
   */
  public NamedSymbol common(String name, long size, long alignment) {
    return fixed(name, SymbolType.OBJECT, SectionIndex.COMMON, alignment, size);
  }

  private NamedSymbol fixed(String name, int type, int section, long value, long size) {
    Symbol symbol = new Symbol(0, name, SymbolBinding.GLOBAL, type, 0, section, value, size);
    return put(name, new Definition.Fixed(symbol));
  }

  private static SymbolBuilder attributes(Consumer<SymbolBuilder> body) {
    SymbolBuilder attributes = new SymbolBuilder();
    body.accept(attributes);
    return attributes;
  }

  private NamedSymbol put(String name, Definition definition) {
    NamedSymbol symbol = symbol(name);
    if (definitions.putIfAbsent(symbol, definition) != null) {
      throw new IllegalStateException("symbol " + name + " is defined twice");
    }
    return symbol;
  }

  long entry() {
    return entry;
  }

  List<SectionBuilder> sections() {
    return sections;
  }

  List<Group> groups() {
    return groups;
  }

  Map<NamedSymbol, Definition> definitions() {
    return definitions;
  }
}
