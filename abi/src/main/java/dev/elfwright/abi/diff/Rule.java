package dev.elfwright.abi.diff;

import static dev.elfwright.abi.diff.Severity.ADDITION;
import static dev.elfwright.abi.diff.Severity.BREAKS;
import static dev.elfwright.abi.diff.Severity.BREAKS_SOME;
import static dev.elfwright.abi.diff.Severity.HARMLESS;
import static dev.elfwright.abi.diff.Severity.SAFE_EXTENSION;

/** The kinds of changes. Each says what happens to a program that was built before. */
public enum Rule {
  /** The library has another soname. */
  SONAME(BREAKS, "The loader looks for the old soname and does not find this library."),
  /** The library is for another machine. */
  MACHINE(BREAKS, "Programs of one machine cannot load libraries of another."),

  /** A symbol is gone. */
  SYM_REMOVED(BREAKS, "References to the symbol find nothing."),
  /** A symbol is new. */
  SYM_ADDED(ADDITION, "There is one symbol more."),
  /** A symbol became something else. */
  SYM_KIND(BREAKS, "Code for a function, a variable and a thread's variable is not the same."),
  /** A function is chosen when the library is loaded. */
  FUNC_TO_IFUNC(
      SAFE_EXTENSION, "The loader calls the resolver; callers and pointers get what it chose."),
  /** A function became protected. */
  FUNC_PROTECTED_ADDRESS(
      BREAKS_SOME,
      "A program with an address of its own for the function, and the library, compare unequal"
          + " pointers to it."),
  /** A symbol became protected, or the library binds to itself. */
  SYM_INTERPOSE(
      BREAKS_SOME, "The library no longer uses a definition that the program puts in its place."),

  /** A version is gone. */
  VER_NODE_LOST(BREAKS_SOME, "The loader refuses a program that needs the version."),
  /** References without version get another definition; the old one stays. */
  VER_DEFAULT_MOVED(SAFE_EXTENSION, "Programs that exist ask for the old version, and get it."),
  /** A symbol has another version only. */
  VER_SYMBOL_MOVED(BREAKS, "References ask for the symbol in a version in which it is gone."),
  /** A symbol had no version and has one. */
  VER_ADDED(SAFE_EXTENSION, "References without version find the first or the default version."),

  /** A variable grew. */
  DATA_COPY_SIZE(
      BREAKS_SOME,
      "A program with a copy has room for the old size only; the library reads and writes past"
          + " it."),
  /** A variable needs a larger alignment. */
  DATA_COPY_ALIGN(
      BREAKS_SOME, "A program has placed its copy by the old alignment; aligned access may fault."),
  /** A variable became protected, or the library binds to itself. */
  DATA_COPY_PROTECTED(
      BREAKS_SOME, "A program uses its copy, the library its original: writes are lost."),
  /** A constant became variable. */
  DATA_COPY_RELRO(
      BREAKS_SOME, "A program has its copy where the loader makes memory read-only; writes fault."),
  /** A variable is new, which others will rely on the size of. */
  DATA_EXPORT_ADVICE(
      ADDITION,
      "Its size and alignment are ABI from now on; a function that hands it out, or constants of"
          + " its offset and size, would leave them free."),
  /** A variable shrank. */
  DATA_SIZE_SHRUNK(BREAKS, "Programs use bytes that are no longer part of the variable."),
  /** A variable became a constant. */
  DATA_READ_ONLY(BREAKS_SOME, "A program that writes to the variable in the library faults."),
  /** A variable has another type. */
  DATA_TYPE(BREAKS, "Programs take the bytes for something else."),

  /** The thread-local block grew where its place is fixed at start. */
  TLS_SIZE(BREAKS_SOME, "dlopen fails when the block does not fit into what static space is left."),
  /** A library needs static thread-local space that did not before. */
  TLS_MODEL_IE(
      BREAKS_SOME, "dlopen fails when the block does not fit into what static space is left."),
  /** The static block needs more than the alignment that dlopen can give. */
  TLS_ALIGN_GT_STATIC(BREAKS_SOME, "dlopen cannot place a static block with more than 64."),
  /** A thread's variable became one for all. */
  TLS_TO_DATA(BREAKS, "The relocations of programs want a thread's variable."),
  /** A thread's variable shrank. */
  TLS_SIZE_SHRUNK(BREAKS, "Programs use bytes that are no longer part of the variable."),
  /** A thread's variable grew. */
  TLS_SYMBOL_GREW(SAFE_EXTENSION, "Thread-local variables are never copied into programs."),

  /** The kernel does not take a descriptor of a restartable sequence (struct rseq_cs). */
  RSEQ_CS_TABLE(
      BREAKS,
      "The kernel ends a thread that it interrupts in the sequence, or the sequence protects"
          + " nothing."),

  /** A function takes more or fewer parameters. */
  FUNC_PARAM_COUNT(BREAKS, "Callers pass other parameters than the function takes."),
  /** A parameter has another type. */
  FUNC_PARAM_TYPE(BREAKS, "Callers pass the parameter in another form or place."),
  /** A function returns something else. */
  FUNC_RESULT_TYPE(BREAKS, "Callers take the result for something else."),
  /** A function that returned nothing returns something. */
  FUNC_RESULT_ADDED(SAFE_EXTENSION, "Callers do not look at a result."),
  /** A function takes more parameters than it names, or no longer does. */
  FUNC_VARIADIC(BREAKS, "Callers of such functions say how many vector registers they use."),
  /** A struct is passed in other registers. */
  EXT_BYVALUE_CLASS(BREAKS, "The psABI passes the struct in other registers or in memory."),
  /** A type goes by another name or qualifier. */
  TYPE_NAME(HARMLESS, "Names and qualifiers are not in the binary."),
  /** A number has or has no sign. */
  TYPE_SIGN(HARMLESS, "The same bits; very large values are read as negative ones."),

  /** A struct has another size. */
  TYPE_SIZE(BREAKS, "Programs make objects of the old size; the library uses the new one."),
  /** A member has another place. */
  TYPE_MEMBER_MOVED(BREAKS, "Programs have the old offset compiled in."),
  /** A member is gone. */
  TYPE_MEMBER_REMOVED(BREAKS, "Programs have the member's offset compiled in."),
  /** A member has another type. */
  TYPE_MEMBER_TYPE(BREAKS, "Programs take the member's bytes for something else."),
  /** A bit-field has other bits. */
  TYPE_BITFIELD(BREAKS, "Programs have the old bits compiled in."),
  /** A member has another name. */
  TYPE_MEMBER_NAME(HARMLESS, "Names are not in the binary."),
  /** A union has one member more, in the room it had. */
  UNION_MEMBER_ADDED(ADDITION, "The union keeps its size."),
  /** A struct grew at its end. */
  EXT_APPEND_ONLY(
      SAFE_EXTENSION,
      "Offsets stay; safe as long as only the library makes objects, for it hands out their"
          + " addresses."),
  /** A struct grew that begins with its size. */
  EXT_SIZE_FIRST(SAFE_EXTENSION, "The first member tells the library which size the program has."),
  /** A reserved member got a use. */
  EXT_RESERVED_SPLIT(SAFE_EXTENSION, "Offsets and size stay; old programs left zeros there."),
  /** A struct grew that others contain. */
  EXT_EMBED(BREAKS, "What follows it in arrays and other structs moves."),
  /** A new member lies where padding was. */
  EXT_TAIL_NO_PADDING_REUSE(
      BREAKS, "Programs that make objects leave padding as it is: the member has any value."),
  /** A struct has another alignment. */
  EXT_ALIGN_STABLE(BREAKS, "Programs place objects by the old alignment."),
  /** An enumerator has another value. */
  ENUM_VALUE(BREAKS, "Programs have the old value compiled in."),
  /** An enumerator is gone. */
  ENUM_REMOVED(BREAKS, "Programs have a value compiled in that the library does not know."),
  /** An enumerator is new. */
  ENUM_ADDED(ADDITION, "Other values stay."),
  /** An enumeration has another size. */
  ENUM_SIZE(BREAKS, "Programs pass and store it with the old size."),

  /** A class has other base classes. */
  CLASS_BASE(BREAKS, "Casts and members of base classes have old offsets compiled in."),
  /** A class has other virtual functions, or in another order. */
  CLASS_VTABLE(BREAKS, "Programs call by the old place in the virtual table."),
  /** A class is passed by address, or no longer. */
  CLASS_PASSING(BREAKS, "The C++ ABI passes it by address when it is not trivially copied.");

  private final Severity severity;
  private final String claim;

  Rule(Severity severity, String claim) {
    this.severity = severity;
    this.claim = claim;
  }

  /** The name, such as {@code DATA-COPY-SIZE}. */
  public String id() {
    return name().replace('_', '-');
  }

  /** What such a change does. */
  public Severity severity() {
    return severity;
  }

  /** What happens, in a sentence. */
  public String claim() {
    return claim;
  }
}
