package dev.elfwright.elf.write;

/**
 * One piece of a file that is to be written.
 *
 * @param offset its first byte, counted from the file's start
 * @param what what it is, for people: {@code "section .text"}
 * @param content its bytes
 */
public record Placement(long offset, String what, Content content) {
  /** Refuses a place that no file has. */
  public Placement {
    if (offset < 0 || offset > Long.MAX_VALUE - content.size()) {
      throw new IllegalArgumentException(
          "%s: 0x%x bytes at 0x%x end past any file".formatted(what, content.size(), offset));
    }
  }

  /** Size in bytes. */
  public long size() {
    return content.size();
  }

  /** The offset of the first byte behind it. */
  public long end() {
    return offset + content.size();
  }

  @Override
  public String toString() {
    String source =
        switch (content) {
          case Content.Bytes _ -> "";
          case Content.Kept(_, var origin, _) ->
              origin == offset ? "" : "  from %#x".formatted(origin);
          case Content.FileRange(var file, var at, _) -> "  from %s at 0x%x".formatted(file, at);
          case Content.Hole _ -> "  hole";
        };
    return "%#12x %#12x  %s%s".formatted(offset, size(), what, source);
  }
}
