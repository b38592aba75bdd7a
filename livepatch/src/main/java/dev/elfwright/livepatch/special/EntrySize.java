package dev.elfwright.livepatch.special;

/**
 * A size that the entries of a section have in some kernels.
 *
 * @param bytes the size, 0 for any
 * @param lineOffset the offset in bytes of the word that has the number of a source line, -1 where
 *     there is none
 * @param lineBits the number of bits there that are the line, from the least significant on a
 *     little-endian machine and from the most significant on a big-endian one; 0 for none
 */
public record EntrySize(int bytes, int lineOffset, int lineBits) {
  static EntrySize parse(String text) {
    int at = text.indexOf('@');
    if (at < 0) {
      return new EntrySize(bytes(text), -1, 0);
    }
    int dot = text.indexOf('.', at);
    return new EntrySize(
        bytes(text.substring(0, at)),
        Integer.parseInt(text.substring(at + 1, dot)),
        Integer.parseInt(text.substring(dot + 1)));
  }

  private static int bytes(String text) {
    return text.equals("*") ? 0 : Integer.parseInt(text);
  }
}
