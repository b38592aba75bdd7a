package dev.elfwright.link.scope;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What the hash table of one object covers, read as a whole.
 *
 * @param symbols the symbols that a look-up can find, in the order in which it meets those of one
 *     name
 * @param hashes the GNU hash of each one's name, without bit 0
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record Columns(int[] symbols, int[] hashes) {
  static Columns of(ObjectSymbols file) {
    // Everything will be asked for: let it be read here, on all processors.
    file.names();
    file.versions();
    int[] covered = file.covered();
    int[] hashes = new int[covered.length];
    for (int i = 0; i < covered.length; i++) {
      hashes[i] = file.hashOf(covered[i]);
    }
    return new Columns(covered, hashes);
  }

  /** Those of all objects, read on all processors. */
  static List<Columns> of(List<ScopeObject> objects) {
    Columns[] made = new Columns[objects.size()];
    IntStream.range(0, made.length).parallel().forEach(i -> made[i] = of(objects.get(i).file()));
    return List.of(made);
  }
}
