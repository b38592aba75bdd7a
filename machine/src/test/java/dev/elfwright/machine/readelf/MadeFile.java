package dev.elfwright.machine.readelf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file made for its numbers: every type, flag and tag that a table of words has to know can stand
 * in it, whether it makes sense or not.
 */
final class MadeFile {
  /** What one section is made of. */
  private record Made(
      int name, int type, long flags, byte[] bytes, int link, int info, int entry) {}

  private final boolean is64;
  private final ByteOrder order;
  private final int machine;
  private final StringBuilder names = new StringBuilder("\0");
  private final List<Made> sections = new ArrayList<>();
  private final List<Integer> segmentTypes = new ArrayList<>();
  private int osAbi;
  private int fileType = 1;
  private int flags;
  private int dynamic = -1;

  MadeFile(boolean is64, ByteOrder order, int machine) {
    this.is64 = is64;
    this.order = order;
    this.machine = machine;
    section("", 0, 0, new byte[0], 0, 0, 0);
  }

  MadeFile osAbi(int value) {
    osAbi = value;
    return this;
  }

  MadeFile fileType(int value) {
    fileType = value;
    return this;
  }

  MadeFile flags(int value) {
    flags = value;
    return this;
  }

  MadeFile segment(int type) {
    segmentTypes.add(type);
    return this;
  }

  int section(String name, int type, long flags, byte[] bytes, int link, int info, int entry) {
    int at = name.isEmpty() ? 0 : names.length();
    names.append(name.isEmpty() ? "" : name + "\0");
    sections.add(new Made(at, type, flags, bytes, link, info, entry));
    if (name.equals(".dynamic")) {
      dynamic = sections.size() - 1;
    }
    return sections.size() - 1;
  }

  /** Bytes to be filled in this file's order. */
  ByteBuffer room(int size) {
    return ByteBuffer.allocate(size).order(order);
  }

  void word(ByteBuffer to, long value) {
    if (is64) {
      to.putLong(value);
    } else {
      to.putInt((int) value);
    }
  }

  int wordSize() {
    return is64 ? 8 : 4;
  }

  /** A symbol table of which each row is name, info, other, section, value and size. */
  byte[] symbols(List<long[]> rows) {
    ByteBuffer out = room(rows.size() * (is64 ? 24 : 16));
    for (long[] r : rows) {
      out.putInt((int) r[0]);
      if (is64) {
        out.put((byte) r[1]).put((byte) r[2]).putShort((short) r[3]).putLong(r[4]).putLong(r[5]);
      } else {
        out.putInt((int) r[4]).putInt((int) r[5]);
        out.put((byte) r[1]).put((byte) r[2]).putShort((short) r[3]);
      }
    }
    return out.array();
  }

  /** Writes the file. */
  Path write(Path to) {
    int header = is64 ? 64 : 52;
    int segmentSize = is64 ? 56 : 32;
    int sectionSize = is64 ? 64 : 40;
    boolean hasSections = sections.size() > 1;
    if (hasSections) {
      int own = names.length();
      names.append(".shstrtab\0");
      sections.add(new Made(own, 3, 0, names.toString().getBytes(), 0, 0, 0));
    }
    int at = header + segmentTypes.size() * segmentSize;
    int[] offsets = new int[sections.size()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = at;
      at += (sections.get(i).bytes().length + 7) & -8;
    }
    int table = at;
    ByteBuffer out = room(at + (hasSections ? sections.size() * sectionSize : 0));
    out.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (is64 ? 2 : 1)});
    out.put((byte) (order == ByteOrder.BIG_ENDIAN ? 2 : 1)).put((byte) 1).put((byte) osAbi);
    out.position(16);
    out.putShort((short) fileType).putShort((short) machine).putInt(1);
    word(out, 0x1234);
    word(out, segmentTypes.isEmpty() ? 0 : header);
    word(out, hasSections ? table : 0);
    out.putInt(flags).putShort((short) header).putShort((short) segmentSize);
    out.putShort((short) segmentTypes.size()).putShort((short) sectionSize);
    out.putShort((short) (hasSections ? sections.size() : 0));
    out.putShort((short) (hasSections ? sections.size() - 1 : 0));
    for (int type : segmentTypes) {
      segment(out, type, offsets);
    }
    for (int i = 0; i < offsets.length; i++) {
      out.position(offsets[i]);
      out.put(sections.get(i).bytes());
    }
    if (hasSections) {
      out.position(table);
      for (int i = 0; i < offsets.length; i++) {
        section(out, sections.get(i), i == 0 ? 0 : offsets[i]);
      }
    }
    try {
      return Files.write(to, out.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void segment(ByteBuffer out, int type, int[] offsets) {
    boolean isDynamic = type == 2 && dynamic >= 0;
    long offset = isDynamic ? offsets[dynamic] : 0;
    long size = isDynamic ? sections.get(dynamic).bytes().length : 0;
    out.putInt(type);
    if (is64) {
      out.putInt(type & 7);
    }
    word(out, offset);
    word(out, 0);
    word(out, 0x1000);
    word(out, size);
    word(out, size);
    if (!is64) {
      out.putInt(type & 7);
    }
    word(out, type & 0x1010);
  }

  private void section(ByteBuffer out, Made s, int offset) {
    out.putInt(s.name()).putInt(s.type());
    word(out, s.flags());
    word(out, 0);
    word(out, offset);
    word(out, s.bytes().length);
    out.putInt(s.link()).putInt(s.info());
    word(out, 1);
    word(out, s.entry());
  }
}
