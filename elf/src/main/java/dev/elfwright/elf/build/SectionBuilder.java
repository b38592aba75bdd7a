package dev.elfwright.elf.build;

import dev.elfwright.elf.Names;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.write.FieldWriter;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a section from its start to its end, in the target's class and byte order. Numbers that
 * their field cannot hold are refused with {@link IllegalArgumentException}.
 */
public final class SectionBuilder {
  record Fixup(long offset, long type, Reference to, long addend) {}

  private final Target target;
  private final String name;
  private final int type;
  private final long flags;
  private final List<Fixup> fixups = new ArrayList<>();
  private final Label start;
  private byte[] bytes = new byte[64];
  private long size;
  private long alignment = 1;
  private long entrySize;
  private long address;
  private @Nullable SectionBuilder linked;

  SectionBuilder(Target target, String name, int type, long flags) {
    this.target = target;
    this.name = name;
    this.type = type;
    this.flags = flags;
    this.start = here();
  }

  /** How many bytes are written so far. */
  public long position() {
    return size;
  }

  /** A label for the next byte. */
  public Label here() {
    Label label = new Label();
    label.bind(this, size);
    return label;
  }

  /**
   * Says that a label means the next byte.
   *
   * @throws IllegalStateException when it is bound already
   */
  public SectionBuilder bind(Label label) {
    label.bind(this, size);
    return this;
  }

  /**
   * Says that a linker has to change the next bytes.
   *
   * @param relocation r_type, a number of the target's psABI
   * @param addend 0 where the psABI wants it in the field ({@link Target.AddendPlace#FIELD}): it is
   *     written with the bytes
   */
  public SectionBuilder relocate(long relocation, Reference to, long addend) {
    if (addend != 0 && target.addends() == Target.AddendPlace.FIELD) {
      throw new IllegalArgumentException(
          "%s at 0x%x: addend %d belongs into the field".formatted(name, size, addend));
    }
    fixups.add(new Fixup(size, relocation, to, addend));
    return this;
  }

  /** One byte. */
  public SectionBuilder u8(int value) {
    room(1).u8(value, name);
    return this;
  }

  /** Two bytes. */
  public SectionBuilder u16(int value) {
    room(2).u16(value, name);
    return this;
  }

  /** Four bytes. */
  public SectionBuilder i32(int value) {
    room(4).i32(value);
    return this;
  }

  /** Eight bytes. */
  public SectionBuilder i64(long value) {
    room(8).i64(value);
    return this;
  }

  /** An address or size: four or eight bytes. */
  public SectionBuilder word(long value) {
    room(target.wordSize()).word(value, name);
    return this;
  }

  /** Bytes as they are, each from 0 to 255: machine code. */
  public SectionBuilder bytes(int... values) {
    FieldWriter out = room(values.length);
    for (int value : values) {
      out.u8(value, name);
    }
    return this;
  }

  /** Bytes as they are. */
  public SectionBuilder bytes(byte[] values) {
    long at = size;
    FieldWriter _ = room(values.length);
    System.arraycopy(values, 0, bytes, (int) at, values.length);
    return this;
  }

  /** Text and the NUL that ends it. */
  public SectionBuilder string(String text) {
    return bytes(Names.encode(text)).u8(0);
  }

  /** Zeros: the only thing that a section without bytes in the file (SHT_NOBITS) can have. */
  public SectionBuilder zeros(long count) {
    if (count < 0) {
      throw new IllegalArgumentException(count + " zeros");
    }
    if (hasBytes()) {
      FieldWriter _ = room(Math.toIntExact(count));
    } else {
      size = Math.addExact(size, count);
    }
    return this;
  }

  /**
   * Zeros up to the next multiple; the section gets at least this alignment.
   *
   * @param multiple a power of two in bytes
   */
  public SectionBuilder align(long multiple) {
    if (Long.bitCount(multiple) != 1 || multiple < 0) {
      throw new IllegalArgumentException(multiple + " is no power of two");
    }
    alignment = Math.max(alignment, multiple);
    return zeros(-size & multiple - 1);
  }

  /** sh_entsize: the size of each entry in bytes. */
  public SectionBuilder entrySize(long bytesEach) {
    entrySize = bytesEach;
    return this;
  }

  /** sh_addr: 0 unless the bytes already have their place in memory. */
  public SectionBuilder address(long ofFirstByte) {
    address = ofFirstByte;
    return this;
  }

  /** The section that this one belongs to, with {@link SectionFlag#LINK_ORDER}. */
  public SectionBuilder linkedTo(Label anywhereInIt) {
    linked = anywhereInIt.section();
    return this;
  }

  private FieldWriter room(int count) {
    if (!hasBytes()) {
      throw new IllegalStateException(name + " has no bytes in the file");
    }
    long at = size;
    size += count;
    if (size > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(size, bytes.length * 2L)));
    }
    return new FieldWriter(MemorySegment.ofArray(bytes), at, target.is64(), target.order());
  }

  /** The label of the first byte, which stands for the section. */
  Label start() {
    return start;
  }

  boolean hasBytes() {
    return type != SectionType.NOBITS;
  }

  MemorySegment contents() {
    return hasBytes() ? MemorySegment.ofArray(bytes).asSlice(0, size) : MemorySegment.NULL;
  }

  List<Fixup> fixups() {
    return fixups;
  }

  String name() {
    return name;
  }

  int type() {
    return type;
  }

  long flags() {
    return flags;
  }

  long alignment() {
    return alignment;
  }

  long address() {
    return address;
  }

  long entrySize() {
    return entrySize;
  }

  @Nullable SectionBuilder linked() {
    return linked;
  }

  @Override
  public String toString() {
    return name;
  }
}
