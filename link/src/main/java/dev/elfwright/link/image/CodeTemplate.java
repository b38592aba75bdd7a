package dev.elfwright.link.image;

import dev.elfwright.link.refusal.ObjectLinkException;
import dev.elfwright.machine.relocation.Outcome;
import dev.elfwright.machine.relocation.RelocationKinds;
import dev.elfwright.machine.relocation.Term;
import dev.elfwright.machine.relocation.Values;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Machine code that a linker writes itself, and what has to be filled into it, in terms of the
 * machine's own relocations.
 *
 * @param hex the bytes as they lie in memory
 * @param patches what to fill in
 */
record CodeTemplate(String hex, List<Patch> patches) {
  /** What a patch refers to. */
  enum Anchor {
    /** The start of .got.plt. */
    TABLE,
    /** The word of .got.plt that the entry jumps through. */
    SLOT,
    /** The start of .plt. */
    HEADER,
    /** The number of the entry's relocation. */
    INDEX
  }

  /**
   * One relocation.
   *
   * @param offset of the field in bytes
   * @param relocation the name of its type
   */
  record Patch(int offset, String relocation, Anchor anchor, long addend) {}

  int size() {
    return hex.length() / 2;
  }

  /**
   * Writes the code.
   *
   * @param at where in the buffer
   * @param address its address
   */
  void write(
      ByteBuffer out, int at, long address, RelocationKinds kinds, EnumMap<Anchor, Long> anchors) {
    out.put(at, HexFormat.of().parseHex(hex));
    for (Patch p : patches) {
      long target = anchors.getOrDefault(p.anchor, 0L);
      Values values =
          Values.of(target, p.addend, address + p.offset)
              .with(Term.L, target)
              // The upper half of a pair always stands at the start of a template.
              .with(Term.PAIR, target + p.addend - address);
      Outcome outcome = kinds.find(p.relocation).orElseThrow().apply(out, at + p.offset, values);
      if (!(outcome instanceof Outcome.Applied)) {
        throw new ObjectLinkException("the procedure linkage table does not reach its words");
      }
    }
  }

  static EnumMap<Anchor, Long> anchors(long table, long header) {
    return new EnumMap<>(Map.of(Anchor.TABLE, table, Anchor.HEADER, header));
  }
}
