package dev.elfwright.elf.size;

import java.util.List;

/**
 * A part of a file, with what it consists of.
 *
 * @param name the name of the segment, section or symbol
 * @param kind what it is
 * @param bytes its size in the file
 * @param parts what it consists of, the largest first; empty, or of {@code bytes} in all
 */
public record SizeNode(String name, Kind kind, long bytes, List<SizeNode> parts) {
  /** What a part is. */
  public enum Kind {
    /** A folder with files. */
    FOLDER,
    /** The whole file. */
    FILE,
    /** What a PT_LOAD segment maps, or everything that none does. */
    SEGMENT,
    /** A section. */
    SECTION,
    /** A symbol. */
    SYMBOL,
    /** The ELF header, the program headers or the section headers. */
    HEADERS,
    /** Bytes that nothing names. */
    GAP
  }

  /** Copies the list, and checks the sum. */
  public SizeNode {
    parts = List.copyOf(parts);
    if (!parts.isEmpty() && parts.stream().mapToLong(SizeNode::bytes).sum() != bytes) {
      throw new IllegalArgumentException(name + ": parts do not add up to " + bytes + " bytes");
    }
  }
}
