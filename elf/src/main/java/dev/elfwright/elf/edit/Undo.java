package dev.elfwright.elf.edit;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.MappedFile;
import dev.elfwright.elf.write.Content;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.elf.write.Placement;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Undo files: what leads from a changed file back to the original, long after both are closed. They
 * hold what the changed file has lost, and where in it the rest stands.
 *
 * <p>Lines of text, an empty line, bytes. Numbers are decimal, digests are SHA-256 in hex:
 *
 * <pre>{@code
 * elfwright undo 1
 * changed SIZE DIGEST
 * original SIZE DIGEST
 * keep OFFSET SIZE     the original goes on with this part of the changed file
 * bytes SIZE           the original goes on with the next of the bytes behind the empty line
 * }</pre>
 */
public final class Undo {
  private static final String MAGIC = "elfwright undo 1";

  /** The inverse of a plan names the changed file, an undo file does not: it may be renamed. */
  private static final Path CHANGED = Path.of("");

  private Undo() {}

  /**
   * Plans the undo file of a change.
   *
   * @param change the plan of the changed file
   * @param original the file that the plan is made from
   * @throws IOException when a source of the plan cannot be read
   */
  public static LayoutPlan of(LayoutPlan change, MemorySegment original) throws IOException {
    StringBuilder head = new StringBuilder(MAGIC).append('\n');
    head.append("changed ").append(Fingerprint.of(ElfWriter.toMemory(change))).append('\n');
    head.append("original ").append(Fingerprint.of(original)).append('\n');
    List<MemorySegment> pieces = new ArrayList<>();
    for (Placement p : change.inverse(original, CHANGED).placements()) {
      switch (p.content()) {
        case Content.FileRange(_, var offset, var size) ->
            head.append("keep %d %d\n".formatted(offset, size));
        case Content.Bytes(var bytes) -> {
          head.append("bytes %d\n".formatted(bytes.byteSize()));
          pieces.add(bytes);
        }
        case Content.Kept _, Content.Hole _ ->
            throw new IllegalStateException("an inverse holds bytes and ranges only: " + p);
      }
    }
    byte[] text = head.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
    List<Placement> all = new ArrayList<>();
    all.add(new Placement(0, "undo file", new Content.Bytes(MemorySegment.ofArray(text))));
    long at = text.length;
    for (MemorySegment piece : pieces) {
      all.add(new Placement(at, "original bytes", new Content.Bytes(piece)));
      at += piece.byteSize();
    }
    return LayoutPlan.of(all);
  }

  /**
   * Plans the original file again, byte by byte.
   *
   * @param undo the undo file
   * @param changed the file to restore, as the change left it
   * @param arena keeps both files mapped for as long as the plan is in use
   * @throws IOException when a file cannot be read
   * @throws ElfFormatException when the undo file is malformed
   * @throws EditRefusedException when it belongs to another file, or the file has changed since
   */
  public static LayoutPlan restore(Path undo, Path changed, Arena arena) throws IOException {
    return restore(
        undo.toString(),
        MappedFile.open(undo, arena),
        changed.toString(),
        MappedFile.open(changed, arena));
  }

  static LayoutPlan restore(
      String name, MemorySegment undo, String changedName, MemorySegment changed)
      throws IOException {
    Head head = new Head(name, undo);
    head.expect(head.line(), MAGIC);
    String[] was = head.words("changed SIZE DIGEST");
    String[] original = head.words("original SIZE DIGEST");
    Fingerprint now = Fingerprint.of(changed);
    if (!now.equals(head.fingerprint(was))) {
      throw new EditRefusedException(
          changedName, "is not the file that " + name + " restores, or has changed since");
    }
    List<Placement> pieces = head.pieces(changed);
    LayoutPlan plan = LayoutPlan.of(pieces);
    Fingerprint expected = head.fingerprint(original);
    if (plan.size() != expected.size()
        || !Fingerprint.of(ElfWriter.toMemory(plan)).equals(expected)) {
      throw head.malformed("pieces that make a file of SHA-256 " + expected.digest());
    }
    return plan;
  }

  /** Size in bytes, and SHA-256 in hex. */
  private record Fingerprint(long size, String digest) {
    static Fingerprint of(MemorySegment bytes) {
      return new Fingerprint(bytes.byteSize(), HexFormat.of().formatHex(Digests.sha256(bytes)));
    }

    @Override
    public String toString() {
      return size + " " + digest;
    }
  }

  /** Reads the lines at the start of an undo file. */
  private static final class Head {
    private static final long LONGEST_LINE = 120;

    private final String name;
    private final MemorySegment undo;
    private long lineStart;
    private long at;

    Head(String name, MemorySegment undo) {
      this.name = name;
      this.undo = undo;
    }

    String line() {
      lineStart = at;
      StringBuilder line = new StringBuilder();
      for (; at < undo.byteSize() && line.length() < LONGEST_LINE; at++) {
        byte b = undo.get(ValueLayout.JAVA_BYTE, at);
        if (b == '\n') {
          at++;
          return line.toString();
        }
        line.append((char) (b & 0xff));
      }
      throw malformed("a line of text");
    }

    void expect(String found, String expected) {
      if (!found.equals(expected)) {
        throw malformed("'" + expected + "'");
      }
    }

    /** The words of the next line, which are as many as the form's, and begin as it does. */
    String[] words(String form) {
      return words(line(), form);
    }

    private String[] words(String line, String form) {
      String[] words = line.split(" ", -1);
      String[] expected = form.split(" ");
      if (words.length != expected.length || !words[0].equals(expected[0])) {
        throw malformed("'" + form + "'");
      }
      return words;
    }

    Fingerprint fingerprint(String[] words) {
      return new Fingerprint(number(words[1]), words[2]);
    }

    private long number(String word) {
      try {
        long value = Long.parseLong(word);
        if (value >= 0) {
          return value;
        }
      } catch (NumberFormatException e) {
        // Refused below, as a negative number is.
      }
      throw malformed("a number of bytes");
    }

    /** The pieces of the original, in order. */
    List<Placement> pieces(MemorySegment changed) {
      record Piece(boolean kept, long offset, long size) {}
      List<Piece> pieces = new ArrayList<>();
      long own = 0;
      long mostKept = 0;
      for (String line = line(); !line.isEmpty(); line = line()) {
        if (line.startsWith("keep ")) {
          String[] words = words(line, "keep OFFSET SIZE");
          Piece piece = new Piece(true, number(words[1]), number(words[2]));
          if (piece.offset > changed.byteSize() || piece.size > changed.byteSize() - piece.offset) {
            throw malformed("a part of a file of " + changed.byteSize() + " bytes");
          }
          mostKept += piece.size;
          // No byte of the changed file comes from two places of the original.
          if (mostKept > changed.byteSize()) {
            throw malformed("parts that do not overlap");
          }
          pieces.add(piece);
        } else {
          long size = number(words(line, "bytes SIZE")[1]);
          if (size > undo.byteSize() - own) {
            throw malformed("bytes that the undo file holds");
          }
          pieces.add(new Piece(false, own, size));
          own += size;
        }
      }
      if (own != undo.byteSize() - at) {
        throw malformed("as many bytes behind it as the lines before name");
      }
      List<Placement> placed = new ArrayList<>();
      long to = 0;
      for (Piece p : pieces) {
        MemorySegment bytes =
            p.kept ? changed.asSlice(p.offset, p.size) : undo.asSlice(at + p.offset, p.size);
        placed.add(new Placement(to, p.kept ? "unchanged" : "restored", new Content.Bytes(bytes)));
        to += p.size;
      }
      return placed;
    }

    ElfFormatException malformed(String expected) {
      return new ElfFormatException(name, lineStart, "undo file", "expected " + expected);
    }
  }
}
