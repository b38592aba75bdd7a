package dev.elfwright.elf;

import dev.elfwright.elf.constant.SectionType;
import java.io.InputStream;
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

  ElfModel model() {
    return model;
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
   * were. Every call expands them anew. What becomes larger than 16 times the file and a megabyte
   * is refused: so much is to be had from a hostile file only, or with {@link #uncompressed(long)}
   * or {@link #expanding}.
   *
   * @throws ElfFormatException when they cannot be expanded, become another size than the header
   *     promises or more than that limit, or no codec is there for them
   */
  public MemorySegment uncompressed() {
    return uncompressed(Compression.ordinaryLimit(model.bytes().size()));
  }

  /**
   * The same with another limit.
   *
   * @param limit the most bytes that they may become; more than 2 GiB are never held
   * @throws ElfFormatException as by {@link #uncompressed()}
   */
  public MemorySegment uncompressed(long limit) {
    return compression().map(c -> c.expand(model.bytes(), header, limit)).orElseGet(this::bytes);
  }

  /**
   * The bytes as they were before they were compressed, piece by piece: memory does not depend on
   * their size, and there is no limit but the codec's ratio. The stream throws an {@link
   * java.io.IOException} where they cannot be expanded, or when they become another size than the
   * header promises.
   *
   * @throws ElfFormatException when the header promises more than they can become, or no codec is
   *     there for them
   */
  public InputStream expanding() {
    return compression()
        .map(c -> c.expanding(model.bytes(), header))
        .orElseGet(() -> new SegmentInputStream(bytes()));
  }

  /**
   * The strings or constants of a section with SHF_MERGE.
   *
   * @throws ElfFormatException when sh_entsize is no size of a character or constant, or the bytes
   *     cannot be read, as by {@link #uncompressed()}
   */
  public Optional<Mergeable> mergeable() {
    return Mergeable.of(this);
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
