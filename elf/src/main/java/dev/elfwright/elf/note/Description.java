package dev.elfwright.elf.note;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Note;
import dev.elfwright.elf.constant.Abi;
import dev.elfwright.elf.constant.NoteType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;

/** The bytes of a note at their place in the file, for checked reads. Offsets count within them. */
final class Description {
  /** No build ID is longer: gdb and the kernel take at most 20 bytes, lld writes up to 20. */
  private static final int LONGEST_ID = 64;

  private static final int LONGEST_TEXT = 1 << 20;

  private final ElfBytes in;
  private final Abi abi;
  private final MemorySegment bytes;
  private final long start;
  private final Note note;

  Description(ElfModel model, Note note) {
    this.in = model.bytes();
    this.abi = model.header().abi();
    this.bytes = note.description();
    this.start = bytes.address() - model.contents().address();
    this.note = note;
  }

  Abi abi() {
    return abi;
  }

  long size() {
    return bytes.byteSize();
  }

  /** Bytes of an address in it: 4 or 8. */
  int wordSize() {
    return in.wordSize();
  }

  /** Checks that {@code size} bytes at an offset lie in it. */
  void require(long offset, long size) {
    if (offset > size() || size < 0 || size > size() - offset) {
      throw malformed(offset, "0x%x bytes do not fit into 0x%x".formatted(size, size()));
    }
  }

  int i32(long offset) {
    require(offset, 4);
    return in.i32(start + offset);
  }

  long u32(long offset) {
    return Integer.toUnsignedLong(i32(offset));
  }

  long i64(long offset) {
    require(offset, 8);
    return in.i64(start + offset);
  }

  long word(long offset) {
    require(offset, wordSize());
    return in.word(start + offset);
  }

  MemorySegment slice(long offset, long size) {
    require(offset, size);
    return bytes.asSlice(offset, size);
  }

  /** The text at an offset, which a NUL must end. */
  String text(long offset) {
    require(offset, 1);
    return in.string(start + offset, start + size(), structure());
  }

  /** All of it as text, with or without a NUL at its end. */
  String wholeText() {
    if (size() > LONGEST_TEXT) {
      throw malformed(0, "text of 0x%x bytes".formatted(size()));
    }
    return size() != 0 && bytes.get(ValueLayout.JAVA_BYTE, size() - 1) == 0
        ? text(0)
        : in.text(start, size());
  }

  String hex() {
    if (size() == 0 || size() > LONGEST_ID) {
      throw malformed(0, "%d bytes, expected 1 to %d".formatted(size(), LONGEST_ID));
    }
    return HexFormat.of().formatHex(bytes.toArray(ValueLayout.JAVA_BYTE));
  }

  ElfFormatException malformed(long offset, String message) {
    return in.malformed(start + offset, structure(), message);
  }

  /** Only messages name it, and most notes give none. */
  private String structure() {
    return "NT_" + NoteType.name(note.name(), note.type());
  }
}
