package dev.elfwright.livepatch.special;

/** What becomes of a section's contents when functions are carried into a patch. */
public enum Policy {
  /** A table of entries, each of which goes with the code it belongs to. */
  ENTRIES,
  /** Code or data that only entries lead to, and that goes with them. */
  TARGETS,
  /** Addresses and constants of code, one to a word, that go with it. */
  POOL,
  /** Data whose first state goes with the code that uses it. */
  COPIED,
  /** Made anew for the code of the patch, from the entries of the patched object. */
  REBUILT,
  /** Facts about the module, of which only the imported namespaces matter to a patch. */
  MODINFO,
  /** Nothing that runs needs it. */
  DROPPED,
  /** The loaded kernel keeps what it has: entries can neither be changed nor added. */
  STAYS,
  /** Places in code that the kernel fills in when it starts, and never in a module. */
  FILLED,
  /** Code and data of the start, which has happened. */
  INITIAL,
  /** Instructions that the patch's author gives to the tool, by macros. */
  AUTHOR
}
