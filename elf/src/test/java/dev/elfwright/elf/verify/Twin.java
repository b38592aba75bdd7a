package dev.elfwright.elf.verify;

import dev.elfwright.elf.DynamicEntry;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.constant.SegmentType;
import dev.elfwright.testkit.Corruption;
import dev.elfwright.testkit.Field;
import dev.elfwright.testkit.Fields;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Makes the broken twin of a good file: one field has another value, or bytes more. */
final class Twin {
  private final byte[] good;
  private final ElfModel model;
  private final List<Field> fields;

  Twin(byte[] good) {
    this.good = good;
    this.model = Elf.parse("twin", MemorySegment.ofArray(good));
    this.fields = new Fields(good).all();
  }

  ElfModel model() {
    return model;
  }

  private byte[] named(String name, long value) {
    Field field = fields.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
    return Corruption.with(good, field, value).bytes();
  }

  /** A field of the ELF header, such as {@code e_ehsize}. */
  byte[] header(String field, long value) {
    return named(field, value);
  }

  private int segment(int type, int nth) {
    return IntStream.range(0, model.segments().size())
        .filter(i -> model.segments().get(i).type() == type)
        .skip(nth)
        .findFirst()
        .orElseThrow();
  }

  /** A field of the nth segment of a type, such as {@code p_align}. */
  byte[] segment(int type, int nth, String field, long value) {
    return named("segment " + segment(type, nth) + " " + field, value);
  }

  int section(String name) {
    return model.section(name).orElseThrow().index();
  }

  SectionHeader headerOf(String name) {
    return model.sectionHeaders().get(section(name));
  }

  /** A field of a section's header, such as {@code sh_link}. */
  byte[] section(String name, String field, long value) {
    return named("section " + section(name) + " " + field, value);
  }

  /** Bytes of a section, from an offset in it. */
  byte[] content(String name, long offset, int width, long value) {
    return bytes(headerOf(name).offset() + offset, width, value);
  }

  /** Bytes anywhere. */
  byte[] bytes(long offset, int width, long value) {
    return Corruption.with(good, new Field("", (int) offset, width), value).bytes();
  }

  /** A file of 64 bits: the value of the first entry with a tag. */
  byte[] dynamic(long tag, long value) {
    return bytes(entry(tag) + 8, 8, value);
  }

  /** The tag itself becomes another one. */
  byte[] dynamicTag(long tag, long other) {
    return bytes(entry(tag), 8, other);
  }

  private long entry(long tag) {
    List<DynamicEntry> entries = model.dynamic().orElseThrow().table().entries();
    long start = model.segments(SegmentType.DYNAMIC).findFirst().orElseThrow().offset();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).tag() == tag) {
        return start + 16L * i;
      }
    }
    throw new AssertionError("no tag " + tag);
  }

  /** One section's header becomes that of another. */
  byte[] sameHeader(String changed, String other) {
    byte[] twin = good.clone();
    long table = model.header().sectionOffset();
    System.arraycopy(
        good, (int) table + 64 * section(other), twin, (int) table + 64 * section(changed), 64);
    return twin;
  }

  /** The first two PT_LOAD change places. */
  byte[] swappedLoads() {
    byte[] twin = good.clone();
    int first = (int) model.header().segmentOffset() + 56 * segment(SegmentType.LOAD, 0);
    int second = (int) model.header().segmentOffset() + 56 * segment(SegmentType.LOAD, 1);
    System.arraycopy(good, first, twin, second, 56);
    System.arraycopy(good, second, twin, first, 56);
    return twin;
  }

  /** The program headers move to the end, and so many follow them that are PT_NULL. */
  byte[] withSegments(int count) {
    byte[] longer = Arrays.copyOf(good, good.length + 56 * count);
    int table = (int) model.header().segmentOffset();
    System.arraycopy(good, table, longer, good.length, 56 * model.segments().size());
    byte[] moved = new Twin(longer).header("e_phoff", good.length);
    ByteBuffer.wrap(moved).order(ByteOrder.LITTLE_ENDIAN).putShort(56, (short) count);
    return moved;
  }
}
