package dev.elfwright.abi.type;

import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A type, made for exhaustive {@code switch}. Others are named by their number in the {@link
 * TypeTable}; sizes and offsets are in bytes unless they say bits.
 */
public sealed interface Type {
  /** The number of {@link Nothing} in every table. */
  int VOID = 0;

  /** C's void. */
  record Nothing() implements Type {}

  /**
   * A number, a character or a truth value.
   *
   * @param size in bytes
   * @param encoding how its bits are read, see {@link dev.elfwright.dwarf.constant.Encoding}
   */
  record Base(String name, long size, int encoding) implements Type {}

  /** What a pointer is in the source. */
  enum PointerKind {
    /** {@code *}. */
    POINTER,
    /** {@code &}. */
    REFERENCE,
    /** {@code &&}. */
    RVALUE_REFERENCE
  }

  /**
   * The address of something.
   *
   * @param size in bytes
   * @param to the number of what it points to
   */
  record Pointer(PointerKind kind, long size, int to) implements Type {}

  /**
   * A pointer to a member of a class.
   *
   * @param owner the number of the class
   * @param to the number of the member's type
   */
  record MemberPointer(int owner, int to) implements Type {}

  /**
   * An array or a vector.
   *
   * @param element the number of its elements' type
   * @param counts elements of each dimension, the outermost first; -1 for an open one
   * @param isVector whether it lies in a vector register
   */
  record Array(int element, List<Long> counts, boolean isVector) implements Type {
    /** Copies the list. */
    public Array {
      counts = List.copyOf(counts);
    }
  }

  /** Qualifiers of a type. */
  enum Qualifier {
    /** const. */
    CONST,
    /** volatile. */
    VOLATILE,
    /** restrict. */
    RESTRICT,
    /** _Atomic. */
    ATOMIC
  }

  /** A type with one more qualifier. */
  record Qualified(Qualifier qualifier, int of) implements Type {}

  /** Another name for a type. */
  record Typedef(String name, int of) implements Type {}

  /**
   * A function.
   *
   * @param result the number of its result's type
   * @param parameters those of its parameters, an object's own address ("this") among them
   * @param isVariadic whether more may follow
   */
  record Function(int result, List<Integer> parameters, boolean isVariadic) implements Type {
    /** Copies the list. */
    public Function {
      parameters = List.copyOf(parameters);
    }
  }

  /** One name of an enumeration. */
  record Enumerator(String name, long value) {}

  /**
   * An enumeration.
   *
   * @param name with the namespaces and classes around it, empty if it has none
   * @param size in bytes
   */
  record Enumeration(String name, long size, List<Enumerator> enumerators) implements Type {
    /** Copies the list. */
    public Enumeration {
      enumerators = List.copyOf(enumerators);
    }
  }

  /** The word that declares an aggregate; to the binary interface, struct and class are one. */
  enum AggregateKind {
    /** struct or class. */
    STRUCT,
    /** union. */
    UNION
  }

  /**
   * A member.
   *
   * @param name empty for a struct or union whose members count as the outer one's
   * @param bitOffset bits from the start of the aggregate to its lowest byte, or lowest bit
   * @param bitSize bits of a bit-field, else 0
   */
  record Member(String name, int type, long bitOffset, long bitSize) {
    /** Bytes from the start of the aggregate. */
    public long offset() {
      return bitOffset / 8;
    }

    // Written out, here and below: units repeat their types, and a record's own way takes several
    // times as long in code that has just started to run.

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Member m
          && bitOffset == m.bitOffset
          && type == m.type
          && bitSize == m.bitSize
          && name.equals(m.name);
    }

    @Override
    public int hashCode() {
      return name.hashCode() * 31 + Long.hashCode(bitOffset);
    }
  }

  /**
   * A class that another inherits from.
   *
   * @param offset bytes from the start of the object; -1 for a virtual base
   */
  record BaseClass(int type, long offset) {}

  /**
   * A virtual function that a class declares.
   *
   * @param slot its place in the virtual table; -1 if the compiler did not say
   * @param name its linkage name, or its name
   */
  record VirtualFunction(long slot, String name) {}

  /** How objects of a class are passed to functions. */
  enum Passing {
    /** As the psABI classifies its bytes. */
    BY_VALUE,
    /** By their address, as the Itanium C++ ABI has it for what is not trivially copied. */
    BY_REFERENCE
  }

  /**
   * A struct, class or union.
   *
   * @param name with the namespaces and classes around it, empty if it has none
   * @param size in bytes
   * @param alignment in bytes as the source asks for it, 0 when it does not
   */
  record Aggregate(
      AggregateKind kind,
      String name,
      long size,
      long alignment,
      Passing passing,
      List<BaseClass> bases,
      List<Member> members,
      List<VirtualFunction> virtuals)
      implements Type {
    /** Copies the lists. */
    public Aggregate {
      bases = List.copyOf(bases);
      members = List.copyOf(members);
      virtuals = List.copyOf(virtuals);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Aggregate a
          && kind == a.kind
          && size == a.size
          && alignment == a.alignment
          && passing == a.passing
          && name.equals(a.name)
          && members.equals(a.members)
          && bases.equals(a.bases)
          && virtuals.equals(a.virtuals);
    }

    @Override
    public int hashCode() {
      return (name.hashCode() * 31 + Long.hashCode(size)) * 31 + members.hashCode();
    }
  }

  /** What a name that is only declared stands for. */
  enum DeclaredKind {
    /** struct or class. */
    STRUCT,
    /** union. */
    UNION,
    /** enum. */
    ENUM
  }

  /** A struct, class, union or enumeration of which only the name is known. */
  record Opaque(DeclaredKind kind, String name) implements Type {}

  /** What a declaration without the definition would be; empty for types that have none. */
  default Optional<Opaque> declaration() {
    return switch (this) {
      case Aggregate a when !a.name().isEmpty() ->
          Optional.of(
              new Opaque(
                  a.kind() == AggregateKind.UNION ? DeclaredKind.UNION : DeclaredKind.STRUCT,
                  a.name()));
      case Enumeration e when !e.name().isEmpty() ->
          Optional.of(new Opaque(DeclaredKind.ENUM, e.name()));
      case Opaque o -> Optional.of(o);
      default -> Optional.empty();
    };
  }

  /** The numbers of the types it refers to, in a fixed order. */
  default IntStream references() {
    return switch (this) {
      case Nothing _, Base _, Enumeration _, Opaque _ -> IntStream.empty();
      case Pointer(_, _, int to) -> IntStream.of(to);
      case MemberPointer(int owner, int to) -> IntStream.of(owner, to);
      case Array(int element, _, _) -> IntStream.of(element);
      case Qualified(_, int of) -> IntStream.of(of);
      case Typedef(_, int of) -> IntStream.of(of);
      case Function(int result, var parameters, _) ->
          IntStream.concat(IntStream.of(result), parameters.stream().mapToInt(Integer::intValue));
      case Aggregate a ->
          IntStream.concat(
              a.bases().stream().mapToInt(BaseClass::type),
              a.members().stream().mapToInt(Member::type));
    };
  }

  /** The same type with other numbers, asked for in the order of {@link #references}. */
  default Type renumbered(IntUnaryOperator number) {
    return switch (this) {
      case Nothing _, Base _, Enumeration _, Opaque _ -> this;
      case Pointer(var kind, long size, int to) -> new Pointer(kind, size, number.applyAsInt(to));
      case MemberPointer(int owner, int to) ->
          new MemberPointer(number.applyAsInt(owner), number.applyAsInt(to));
      case Array(int element, var counts, boolean isVector) ->
          new Array(number.applyAsInt(element), counts, isVector);
      case Qualified(var qualifier, int of) -> new Qualified(qualifier, number.applyAsInt(of));
      case Typedef(var name, int of) -> new Typedef(name, number.applyAsInt(of));
      case Function(int result, var parameters, boolean isVariadic) ->
          new Function(
              number.applyAsInt(result),
              parameters.stream().map(number::applyAsInt).toList(),
              isVariadic);
      case Aggregate a ->
          new Aggregate(
              a.kind(),
              a.name(),
              a.size(),
              a.alignment(),
              a.passing(),
              a.bases().stream()
                  .map(b -> new BaseClass(number.applyAsInt(b.type()), b.offset()))
                  .toList(),
              a.members().stream()
                  .map(m ->
                      new Member(m.name(), number.applyAsInt(m.type()), m.bitOffset(), m.bitSize()))
                  .toList(),
              a.virtuals());
    };
  }
}
