package dev.elfwright.elf;

import dev.elfwright.elf.constant.SectionType;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** One section of a file: its header, its name, its bytes, and what they mean. */
public final class Section implements ElfElement {
  private final ElfModel model;
  private final int index;
  private final SectionHeader header;

  Section(ElfModel model, int index, SectionHeader header) {
    this.model = model;
    this.index = index;
    this.header = header;
  }

  /** The index in the section header table. */
  public int index() {
    return index;
  }

  /** The section header as it stands in the file. */
  public SectionHeader header() {
    return header;
  }

  /**
   * The name.
   *
   * @throws ElfFormatException when the name does not lie in the section name table
   */
  public String name() {
    return model.sectionName(header);
  }

  /** Whether the section takes room in the file: neither SHT_NOBITS nor SHT_NULL. */
  public boolean hasBytes() {
    return header.type() != SectionType.NOBITS && header.type() != SectionType.NULL;
  }

  /**
   * The bytes in the file, empty when the section takes no room there.
   *
   * @throws ElfFormatException when they do not lie in the file
   */
  public MemorySegment bytes() {
    return hasBytes()
        ? model.bytes().slice(header.offset(), header.size(), "section " + index)
        : MemorySegment.NULL;
  }

  /**
   * How the bytes are compressed, or empty.
   *
   * @throws ElfFormatException when SHF_COMPRESSED is set and there is no header, or the bytes do
   *     not lie in the file
   */
  public Optional<Compression> compression() {
    return Compression.of(model, this);
  }

  /**
   * The bytes as they were before they were compressed; those of {@link #bytes} when they never
   * were. Every call expands them anew.
   *
   * @throws ElfFormatException when they cannot be expanded, become another size than the header
   *     promises, or no codec is there for them
   */
  public MemorySegment uncompressed() {
    return compression().map(c -> c.expand(model.bytes(), header)).orElseGet(this::bytes);
  }

  /**
   * The bytes seen as what the section's type says.
   *
   * @throws ElfFormatException when the header contradicts the type
   */
  public SectionContent content() {
    return model.content(this);
  }

  @Override
  public String toString() {
    return "section " + index + " " + name();
  }
}
