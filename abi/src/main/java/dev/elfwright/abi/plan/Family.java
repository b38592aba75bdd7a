package dev.elfwright.abi.plan;

/** How a struct is made to grow. */
public enum Family {
  /** The consumer passes its size; the kernel copies as copy_struct_from_user does. */
  KERNEL_COPY("K", "size as an argument, copied as copy_struct_from_user does"),
  /** The consumer writes its size into the first field; the provider reads no more. */
  SIZE_FIRST("V", "size or version in the first field"),
  /** The provider tells size and alignment at run time, and the consumer makes room. */
  NEGOTIATED("A", "size and alignment from the auxiliary vector or a symbol"),
  /** The provider makes room, and tells offset and size by constants. */
  CONSTANTS("F", "offset and size as exported constants, no object"),
  /** Fields kept back for later take the new ones. */
  RESERVED("R", "reserved fields"),
  /** Consumers have a pointer only, and functions. */
  OPAQUE("O", "an opaque handle with accessors"),
  /** For comparison: the object itself is exported, and executables copy it. */
  EXPORTED_OBJECT("E", "the object itself as a data symbol");

  private final String letter;
  private final String meaning;

  Family(String letter, String meaning) {
    this.letter = letter;
    this.meaning = meaning;
  }

  /** Its letter. */
  public String letter() {
    return letter;
  }

  /** What it is, in a few words. */
  public String meaning() {
    return meaning;
  }
}
