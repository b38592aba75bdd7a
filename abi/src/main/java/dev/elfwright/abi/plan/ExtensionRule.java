package dev.elfwright.abi.plan;

/** The rules by which structs grow. */
public enum ExtensionRule {
  /** New fields come behind all others, and no field moves or changes its size. */
  APPEND_ONLY("EXT-APPEND-ONLY"),
  /** Padding at the end is no room: nobody has set it, and the size does not tell. */
  TAIL_NO_PADDING_REUSE("EXT-TAIL-NO-PADDING-REUSE"),
  /** The size or version that decides about the others is the first field. */
  SIZE_FIRST("EXT-SIZE-FIRST"),
  /** No two versions, and nothing that was ever announced, may have one size. */
  SIZE_BOUNDARY("EXT-SIZE-BOUNDARY"),
  /** Zero in a new field means what its absence meant. */
  ZERO_IS_NOOP("EXT-ZERO-IS-NOOP"),
  /** The alignment stays. */
  ALIGN_STABLE("EXT-ALIGN-STABLE"),
  /** What others contain by value or as elements of arrays cannot grow. */
  EMBED("EXT-EMBED"),
  /** What marks the end, or has none, has to stay the last. */
  END_MARKER("EXT-END-MARKER"),
  /** What was reserved is split without moving what comes behind. */
  RESERVED_SPLIT("EXT-RESERVED-SPLIT"),
  /** Passed by value, the class of arguments of the psABI changes with the size. */
  BYVALUE_CLASS("EXT-BYVALUE-CLASS"),
  /** A field behind the first version's end is read only after a test of the size. */
  AUXV_GUARD("NEG-AUXV-GUARD");

  private final String id;

  ExtensionRule(String id) {
    this.id = id;
  }

  /** The name by which reports call it. */
  public String id() {
    return id;
  }
}
