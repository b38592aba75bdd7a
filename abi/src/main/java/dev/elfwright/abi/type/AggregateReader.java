package dev.elfwright.abi.type;

import dev.elfwright.dwarf.Entry;
import dev.elfwright.dwarf.Operation;
import dev.elfwright.dwarf.Value;
import dev.elfwright.dwarf.constant.At;
import dev.elfwright.dwarf.constant.OperationCode;
import dev.elfwright.dwarf.constant.Tag;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a struct, class or union (DWARF 5, section 5.7). */
final class AggregateReader {
  /** DW_CC_pass_by_reference and DW_CC_pass_by_value: table 7.15. */
  private static final long PASS_BY_REFERENCE = 4;

  private static final long PASS_BY_VALUE = 5;

  private final UnitTypes types;
  private final Entry entry;
  private final Type.AggregateKind kind;
  private final List<Type.BaseClass> bases = new ArrayList<>();
  private final List<Type.Member> members = new ArrayList<>();
  private final List<Type.VirtualFunction> virtuals = new ArrayList<>();

  AggregateReader(UnitTypes types, Entry entry, Type.AggregateKind kind) {
    this.types = types;
    this.entry = entry;
    this.kind = kind;
  }

  Type read() {
    String name = Scopes.qualifiedName(entry);
    if (entry.flag(At.DECLARATION)) {
      return new Type.Opaque(
          kind == Type.AggregateKind.UNION ? Type.DeclaredKind.UNION : Type.DeclaredKind.STRUCT,
          name);
    }
    List<Entry> children = UnitTypes.parts(entry);
    // References stand in the order of the shape: those to bases come first, wherever they are.
    children.stream().filter(c -> c.tag() == Tag.INHERITANCE).forEach(this::addBase);
    for (Entry child : children) {
      switch (child.tag()) {
        case Tag.MEMBER -> addMember(child);
        case Tag.SUBPROGRAM -> addFunction(child);
        default -> {}
      }
    }
    return new Type.Aggregate(
        kind,
        name,
        entry.number(At.BYTE_SIZE).orElse(0L),
        entry.number(At.ALIGNMENT).orElse(0L),
        passing(children),
        bases,
        members,
        virtuals);
  }

  /**
   * Compilers may say it, and gcc mostly does not. Then it follows from what is not trivial
   * (Itanium C++ ABI, section 3.1.2.3): a copy or move constructor or a destructor of the class's
   * own, virtual functions, virtual bases.
   */
  private Type.Passing passing(List<Entry> children) {
    long told = entry.number(At.CALLING_CONVENTION).orElse(0L);
    boolean isByReference =
        told == PASS_BY_REFERENCE
            || told != PASS_BY_VALUE
                && (!virtuals.isEmpty()
                    || bases.stream().anyMatch(b -> b.offset() < 0)
                    || children.stream().anyMatch(this::isOwnCopyOrDestructor));
    return isByReference ? Type.Passing.BY_REFERENCE : Type.Passing.BY_VALUE;
  }

  private boolean isOwnCopyOrDestructor(Entry child) {
    if (child.tag() != Tag.SUBPROGRAM || child.flag(At.ARTIFICIAL) || child.has(At.DEFAULTED)) {
      return false;
    }
    String name = child.name().orElse("");
    if (name.startsWith("~")) {
      return true;
    }
    List<Entry> parameters =
        child.children().stream()
            .filter(p -> p.tag() == Tag.FORMAL_PARAMETER && !p.flag(At.ARTIFICIAL))
            .toList();
    return !name.isEmpty()
        && name.equals(entry.name().map(n -> n.replaceFirst("<.*", "")).orElse(""))
        && parameters.size() == 1
        && parameters.getFirst().type().filter(this::isReferenceToThis).isPresent();
  }

  private boolean isReferenceToThis(Entry type) {
    if (type.tag() != Tag.REFERENCE_TYPE && type.tag() != Tag.RVALUE_REFERENCE_TYPE) {
      return false;
    }
    Optional<Entry> to = type.type();
    return to.equals(Optional.of(entry))
        || to.filter(t -> t.tag() == Tag.CONST_TYPE)
            .flatMap(Entry::type)
            .equals(Optional.of(entry));
  }

  private void addBase(Entry child) {
    bases.add(
        new Type.BaseClass(
            types.typeOf(child),
            child.number(At.VIRTUALITY).orElse(0L) != 0 ? -1 : location(child)));
  }

  private void addMember(Entry member) {
    // A static member is a variable of its own; DWARF before 5 has it here too.
    if (member.flag(At.EXTERNAL) || member.flag(At.DECLARATION)) {
      return;
    }
    long bits = member.number(At.BIT_SIZE).orElse(0L);
    members.add(
        new Type.Member(
            member.name().orElse(""), types.typeOf(member), bitOffset(member, bits), bits));
  }

  private long bitOffset(Entry member, long bits) {
    Optional<Long> direct = member.number(At.DATA_BIT_OFFSET);
    if (direct.isPresent()) {
      return direct.get();
    }
    long start = 8 * location(member);
    Optional<Long> fromTop = member.number(At.BIT_OFFSET);
    if (fromTop.isEmpty()) {
      return start;
    }
    // DWARF 2 and 3 count from the most significant bit of the storage (DWARF 3, section 5.6.6).
    long storage =
        8
            * member
                .number(At.BYTE_SIZE)
                .or(() -> member.type().flatMap(AggregateReader::sizeOf))
                .orElse(0L);
    return types.order() == ByteOrder.LITTLE_ENDIAN
        ? start + storage - fromTop.get() - bits
        : start + fromTop.get();
  }

  /** The size of what a bit-field is declared as, past typedefs and qualifiers. */
  private static Optional<Long> sizeOf(Entry type) {
    Entry at = type;
    for (int step = 0; step < 64; step++) {
      Optional<Long> size = at.number(At.BYTE_SIZE);
      Optional<Entry> next = at.type();
      if (size.isPresent() || next.isEmpty()) {
        return size;
      }
      at = next.get();
    }
    return Optional.empty();
  }

  /** DWARF 2 writes the offset as a program that adds it. */
  private static long location(Entry member) {
    return switch (member.value(At.DATA_MEMBER_LOCATION).orElse(null)) {
      case Value.Number(long offset, _) -> offset;
      case Value.Computed _, Value.Bytes _ ->
          member.locations(At.DATA_MEMBER_LOCATION).stream()
              .flatMap(l -> l.expression().operations().stream())
              .filter(
                  o -> o.code() == OperationCode.PLUS_UCONST || o.code() == OperationCode.CONSTU)
              .map(o -> o.operands().getFirst())
              .findFirst()
              .orElse(0L);
      case null, default -> 0;
    };
  }

  private static long constant(Operation operation) {
    int code = operation.code();
    if (code >= OperationCode.LIT0 && code <= OperationCode.LIT31) {
      return code - OperationCode.LIT0;
    }
    return code == OperationCode.CONSTU ? operation.operands().getFirst() : -1;
  }

  private void addFunction(Entry function) {
    if (function.number(At.VIRTUALITY).orElse(0L) == 0) {
      return;
    }
    long slot =
        function.locations(At.VTABLE_ELEM_LOCATION).stream()
            .flatMap(l -> l.expression().operations().stream())
            .mapToLong(AggregateReader::constant)
            .findFirst()
            .orElse(-1L);
    String name =
        function
            .text(At.LINKAGE_NAME)
            .or(() -> function.text(At.MIPS_LINKAGE_NAME))
            .or(function::name)
            .orElse("");
    virtuals.add(new Type.VirtualFunction(slot, name));
  }
}
