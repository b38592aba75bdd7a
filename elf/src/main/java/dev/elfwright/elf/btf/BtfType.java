package dev.elfwright.elf.btf;

import java.util.List;
import java.util.Optional;

/**
 * One type, function or variable of a {@link Btf}. Other types are named by their number there; 0
 * is {@code void}.
 */
public sealed interface BtfType {
  /** The name, empty for what has none. */
  String name();

  /** Number 0: {@code void}, or nothing. */
  record Void() implements BtfType {
    @Override
    public String name() {
      return "";
    }
  }

  /**
   * An integer type.
   *
   * @param size in bytes
   * @param bits how many of them count
   * @param encoding a set of {@link #SIGNED}, {@link #CHAR}, {@link #BOOL}
   */
  record Int(String name, long size, int bits, int encoding) implements BtfType {
    /** Negative values are possible. */
    public static final int SIGNED = 1;

    /** A character. */
    public static final int CHAR = 2;

    /** True or false. */
    public static final int BOOL = 4;
  }

  /**
   * A floating-point type.
   *
   * @param size in bytes
   */
  record Floating(String name, long size) implements BtfType {}

  /** A pointer to a type. */
  record Pointer(int target) implements BtfType {
    @Override
    public String name() {
      return "";
    }
  }

  /**
   * An array.
   *
   * @param element the type of an element
   * @param index the type of an index
   * @param count how many elements
   */
  record Array(int element, int index, long count) implements BtfType {
    @Override
    public String name() {
      return "";
    }
  }

  /**
   * A struct or union.
   *
   * @param size in bytes
   */
  record Composite(Kind kind, String name, long size, List<Member> members) implements BtfType {
    /** Which of the two. */
    public enum Kind {
      /** Members follow each other. */
      STRUCT,
      /** Members share their place. */
      UNION
    }

    /** The member of this name; those of members without a name are not looked at. */
    public Optional<Member> member(String wanted) {
      return members.stream().filter(m -> m.name().equals(wanted)).findFirst();
    }
  }

  /**
   * A member of a struct or union.
   *
   * @param bitOffset from the start of the struct, in bits
   * @param bits the width of a bit field, 0 for what is none
   */
  record Member(String name, int type, long bitOffset, int bits) {
    /** The place in the struct, in bytes; that of the byte with the first bit of a bit field. */
    public long offset() {
      return bitOffset / 8;
    }
  }

  /**
   * An enumeration.
   *
   * @param size in bytes
   */
  record Enumeration(String name, long size, List<Constant> constants) implements BtfType {}

  /** A constant of an enumeration. */
  record Constant(String name, long value) {}

  /** A struct or union that is declared and not defined. */
  record Forward(Composite.Kind kind, String name) implements BtfType {}

  /** A name for another type. */
  record Typedef(String name, int target) implements BtfType {}

  /** A type with a qualifier or tag. */
  record Qualified(Qualifier qualifier, String name, int target) implements BtfType {}

  /** What {@link Qualified} adds. */
  enum Qualifier {
    /** {@code volatile}. */
    VOLATILE,
    /** {@code const}. */
    CONST,
    /** {@code restrict}. */
    RESTRICT,
    /** {@code __attribute__((btf_type_tag(NAME)))}. */
    TYPE_TAG
  }

  /**
   * A function.
   *
   * @param prototype the number of its {@link Prototype}
   * @param linkage 0 for static, 1 for global, 2 for extern
   */
  record Function(String name, int prototype, int linkage) implements BtfType {}

  /**
   * Parameters and result of a function. A last parameter of type 0 without a name stands for
   * {@code ...}.
   *
   * @param result the type that is returned
   */
  record Prototype(int result, List<Parameter> parameters) implements BtfType {
    @Override
    public String name() {
      return "";
    }
  }

  /** A parameter of a function. */
  record Parameter(String name, int type) {}

  /**
   * A variable.
   *
   * @param linkage 0 for static, 1 for global, 2 for extern
   */
  record Variable(String name, int type, int linkage) implements BtfType {}

  /**
   * The variables of an ELF section.
   *
   * @param name the section's
   * @param size in bytes
   */
  record DataSection(String name, long size, List<Placed> variables) implements BtfType {}

  /**
   * A variable in a section.
   *
   * @param variable the number of its {@link Variable}
   * @param offset in the section, in bytes
   * @param size in bytes
   */
  record Placed(int variable, long offset, long size) {}

  /**
   * {@code __attribute__((btf_decl_tag(NAME)))}.
   *
   * @param target what is tagged
   * @param component the member or parameter, counted from 0, or -1 for all of it
   */
  record DeclarationTag(String name, int target, int component) implements BtfType {}
}
