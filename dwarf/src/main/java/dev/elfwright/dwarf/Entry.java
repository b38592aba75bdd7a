package dev.elfwright.dwarf;

import dev.elfwright.dwarf.constant.At;
import dev.elfwright.dwarf.constant.Form;
import dev.elfwright.dwarf.constant.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A debugging information entry (DWARF 5, section 2.1): what the compiler knew of one thing in the
 * source. A view that holds a place; attributes are read when they are asked for.
 */
public final class Entry {
  private final Unit unit;
  private final int index;
  private final int offset;
  private final Abbreviation shape;

  Entry(Unit unit, int index, int offset, Abbreviation shape) {
    this.unit = unit;
    this.index = index;
    this.offset = offset;
    this.shape = shape;
  }

  /** The unit it stands in. */
  public Unit unit() {
    return unit;
  }

  /** Where it begins, in bytes from the start of its section. */
  public long offset() {
    return unit.header().offset() + offset;
  }

  /** What it stands for, see {@link Tag}. */
  public int tag() {
    return shape.tag();
  }

  /** The entry it hangs from; empty for the root of a unit. */
  public Optional<Entry> parent() {
    int parent = unit.table().parent(index);
    return parent == EntryTable.NONE ? Optional.empty() : Optional.of(unit.entry(parent));
  }

  /** The entries that hang from it, in their order. */
  public List<Entry> children() {
    EntryTable table = unit.table();
    List<Entry> found = new ArrayList<>();
    for (int i = table.firstChild(index); i != EntryTable.NONE; i = table.next(i)) {
      found.add(unit.entry(i));
    }
    return found;
  }

  private Cursor attributesAt() {
    Cursor c = unit.cursor(offset());
    c.skipLeb();
    return c;
  }

  /**
   * All attributes in their order.
   *
   * @throws dev.elfwright.elf.ElfFormatException when one is malformed
   */
  public List<Attribute> attributes() {
    Cursor c = attributesAt();
    List<Attribute> found = new ArrayList<>();
    for (int i = 0; i < shape.names().length; i++) {
      int form = shape.forms()[i];
      found.add(
          new Attribute(
              shape.names()[i], form, ValueReader.read(c, unit, form, shape.constants()[i])));
    }
    return found;
  }

  /** Whether it has an attribute. */
  public boolean has(int name) {
    return find(name) >= 0;
  }

  private int find(int name) {
    int[] names = shape.names();
    for (int i = 0; i < names.length; i++) {
      if (names[i] == name) {
        return i;
      }
    }
    return -1;
  }

  private Cursor at(int attribute) {
    Cursor c = attributesAt();
    int[] forms = shape.forms();
    for (int i = 0; i < attribute; i++) {
      Abbreviation.skip(c, forms[i], unit.header());
    }
    return c;
  }

  /**
   * The value of an attribute.
   *
   * @param name see {@link At}
   * @throws dev.elfwright.elf.ElfFormatException when it is malformed
   */
  public Optional<Value> value(int name) {
    int i = find(name);
    return i < 0
        ? Optional.empty()
        : Optional.of(ValueReader.read(at(i), unit, shape.forms()[i], shape.constants()[i]));
  }

  /** The text of an attribute; empty when there is none, or it is none. */
  public Optional<String> text(int name) {
    int i = find(name);
    if (i < 0 || !ValueReader.isText(shape.forms()[i])) {
      return Optional.empty();
    }
    return Optional.of(ValueReader.text(at(i), unit, shape.forms()[i]));
  }

  /** The number of an attribute; empty when there is none, or it is computed. */
  public Optional<Long> number(int name) {
    return value(name)
        .flatMap(v -> v instanceof Value.Number n ? Optional.of(n.bits()) : Optional.empty());
  }

  /** Whether a flag is set. */
  public boolean flag(int name) {
    int i = find(name);
    return i >= 0
        && (shape.forms()[i] == Form.FLAG_PRESENT
            || value(name).orElseThrow() instanceof Value.Flag(boolean isSet) && isSet);
  }

  /** The address of an attribute. */
  public Optional<Long> address(int name) {
    return value(name)
        .flatMap(v -> v instanceof Value.Address a ? Optional.of(a.address()) : Optional.empty());
  }

  /** A place in another section; before version 4 a plain number. */
  Optional<Long> sectionOffset(int name) {
    return value(name)
        .flatMap(v ->
            switch (v) {
              case Value.SectionOffset(long place) -> Optional.of(place);
              case Value.Number(long bits, int form)
                  when form == Form.DATA4 || form == Form.DATA8 ->
                  Optional.of(bits);
              default -> Optional.empty();
            });
  }

  /**
   * The entry that an attribute refers to, in this file, in that of its type units, or in the file
   * that several share. Empty where there is no such attribute, and where the other file, or a
   * signature, is not to be found.
   *
   * @throws dev.elfwright.elf.ElfFormatException when the reference leads to no entry
   */
  public Optional<Entry> reference(int name) {
    return value(name)
        .flatMap(v ->
            switch (v) {
              case Value.Reference(long place) -> Optional.of(unit.dwarf().entryAt(unit, place));
              case Value.SharedReference(long place) -> unit.dwarf().sharedEntryAt(place);
              case Value.Signature(long signature) -> unit.dwarf().typeOf(signature);
              default -> Optional.empty();
            });
  }

  /** DW_AT_name. */
  public Optional<String> name() {
    return text(At.NAME);
  }

  /** The entry that DW_AT_type refers to; empty for void. */
  public Optional<Entry> type() {
    return reference(At.TYPE);
  }

  /**
   * The value of an attribute of this entry, or else of the entries that it completes: its abstract
   * origin and its specification (DWARF 5, sections 2.13.2 and 3.3.8).
   */
  public Optional<Value> inheritedValue(int name) {
    return origin(name).flatMap(e -> e.value(name));
  }

  /** The same for a text. */
  public Optional<String> inheritedText(int name) {
    return origin(name).flatMap(e -> e.text(name));
  }

  /** Of this entry and those that it completes, the first with an attribute. */
  public Optional<Entry> origin(int name) {
    Entry e = this;
    for (int step = 0; step < LONGEST_CHAIN; step++) {
      if (e.has(name)) {
        return Optional.of(e);
      }
      Entry from = e;
      Optional<Entry> next =
          from.reference(At.ABSTRACT_ORIGIN).or(() -> from.reference(At.SPECIFICATION));
      if (next.isEmpty()) {
        return Optional.empty();
      }
      e = next.get();
    }
    throw unit.malformed(offset(), "abstract origins without an end");
  }

  /** An inlined call completes an abstract function, and that a declaration in a class. */
  private static final int LONGEST_CHAIN = 16;

  /**
   * Where a thing is: one expression, or one for each range of addresses.
   *
   * @throws dev.elfwright.elf.ElfFormatException when the list is malformed
   */
  public List<Location> locations(int name) {
    return value(name)
        .map(v ->
            switch (v) {
              case Value.Computed(Expression e) -> List.of(new Location(Optional.empty(), e));
              case Value.Bytes(var bytes) ->
                  List.of(new Location(Optional.empty(), new Expression(unit, bytes)));
              case Value.SectionOffset(long place) -> LocationLists.read(unit, place);
              case Value.ListIndex(long number) ->
                  LocationLists.read(unit, unit.listAt(DebugSection.LOCLISTS, number));
              case Value.Number(long bits, int form)
                  when unit.header().version() < 4 && (form == Form.DATA4 || form == Form.DATA8) ->
                  LocationLists.read(unit, bits);
              default -> List.<Location>of();
            })
        .orElse(List.of());
  }

  /**
   * The addresses of its code, empty for none: from DW_AT_low_pc to DW_AT_high_pc, or DW_AT_ranges.
   *
   * @throws dev.elfwright.elf.ElfFormatException when they are malformed
   */
  public List<AddressRange> ranges() {
    Optional<Value> list = value(At.RANGES);
    if (list.isPresent()) {
      return switch (list.get()) {
        case Value.SectionOffset(long place) -> RangeLists.read(unit, place);
        case Value.Number(long place, _) -> RangeLists.read(unit, place);
        case Value.ListIndex(long number) ->
            RangeLists.read(unit, unit.listAt(DebugSection.RNGLISTS, number));
        default -> throw unit.malformed(offset(), "DW_AT_ranges that is no place of a list");
      };
    }
    Optional<Long> low = address(At.LOW_PC);
    if (low.isEmpty()) {
      return List.of();
    }
    return value(At.HIGH_PC)
        .map(high ->
            switch (high) {
              case Value.Address(long end) -> List.of(new AddressRange(low.get(), end));
              case Value.Number(long size, _) ->
                  List.of(new AddressRange(low.get(), low.get() + size));
              default -> throw unit.malformed(offset(), "DW_AT_high_pc that is no address");
            })
        .orElse(List.of());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Entry e && e.unit == unit && e.offset == offset;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(offset());
  }

  @Override
  public String toString() {
    return "%s at 0x%x".formatted(Tag.name(tag()), offset()) + name().map(n -> " " + n).orElse("");
  }
}
