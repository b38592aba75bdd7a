package dev.elfwright.abi.type;

import dev.elfwright.dwarf.Entry;
import java.util.stream.IntStream;

/** Says which functions and variables of debugging information types are wanted of. */
public interface Roots {
  /** The keys of those that an entry defines by its name; empty when it is not wanted. */
  IntStream named(Entry definition);

  /** The keys of others at the same address: second names of the same thing. */
  IntStream placed(Entry definition);
}
