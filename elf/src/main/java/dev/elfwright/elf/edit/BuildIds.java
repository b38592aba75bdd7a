package dev.elfwright.elf.edit;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.Note;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.write.FieldWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Changes to the build ID: a note of the name "GNU" and type 3 in {@code .note.gnu.build-id}, whose
 * bytes are 4 for the name's size, 4 for the ID's, 4 for the type, 4 for the name, and the ID.
 */
public final class BuildIds {
  private static final String SECTION = ".note.gnu.build-id";
  private static final int HEADER = 16;
  private static final int USUAL = 20;
  private static final int PIECE = 1 << 20;

  private BuildIds() {}

  /**
   * Sets the build ID. In programs and libraries it is loaded, so that it keeps its size there; an
   * object file that has none gets one.
   */
  public static ElfTransform set(byte[] id) {
    byte[] copy = id.clone();
    return e -> e.sections().withDraft(draft -> put(draft, copy));
  }

  /**
   * Computes the build ID from what the sections hold, notes excepted: the first bytes of their
   * SHA-256. Equal files get equal IDs. Edits that follow are not seen.
   */
  public static ElfTransform ofContents() {
    return e ->
        e.sections()
            .withDraft(draft -> {
              DraftSection s = draft.section(SECTION).orElse(null);
              long size = s == null ? USUAL : size(draft, s);
              byte[] hash = hash(draft);
              put(draft, Arrays.copyOf(hash, (int) Math.min(size, hash.length)));
            });
  }

  private static byte[] hash(Draft draft) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    for (DraftSection s : draft.sections) {
      if (s.type == SectionType.NOTE || !s.hasBytes()) {
        continue;
      }
      MemorySegment bytes = draft.bytes(s);
      digest.update((s.name + "\0" + bytes.byteSize() + "\0").getBytes(StandardCharsets.UTF_8));
      for (long at = 0; at < bytes.byteSize(); at += PIECE) {
        digest.update(bytes.asSlice(at, Math.min(PIECE, bytes.byteSize() - at)).asByteBuffer());
      }
    }
    return digest.digest();
  }

  private static void put(Draft draft, byte[] id) {
    DraftSection s = draft.section(SECTION).orElse(null);
    if (s == null) {
      add(draft, id);
      return;
    }
    long size = size(draft, s);
    if (draft.isPinned(s) && size != id.length) {
      throw draft.refuse(
          "the build ID has %d bytes and is loaded; it cannot have %d".formatted(size, id.length));
    }
    s.replace(note(draft, id));
  }

  private static void add(Draft draft, byte[] id) {
    if (!draft.segments.isEmpty()) {
      throw draft.refuse("has no build ID, and only a linker can load one");
    }
    DraftSection made = draft.add(SECTION, SectionType.NOTE, SectionHeader.ALLOC, note(draft, id));
    made.alignment = 4;
  }

  /** The size of the ID in a section that holds nothing else. */
  private static long size(Draft draft, DraftSection s) {
    MemorySegment bytes = draft.bytes(s);
    boolean big = draft.header.order() == ByteOrder.BIG_ENDIAN;
    ElfBytes in = new ElfBytes(draft.model.file(), bytes, draft.header.is64(), big);
    boolean alone =
        bytes.byteSize() >= HEADER
            && in.u32(0) == 4
            && padded(in.u32(4)) == bytes.byteSize() - HEADER
            && in.i32(8) == Note.GNU_BUILD_ID;
    if (!alone) {
      throw draft.refuse(s + " holds something else than a build ID");
    }
    return in.u32(4);
  }

  private static long padded(long size) {
    return size + 3 & ~3L;
  }

  private static MemorySegment note(Draft draft, byte[] id) {
    MemorySegment out = Arena.ofAuto().allocate(HEADER + padded(id.length));
    new FieldWriter(out, 0, draft.header.is64(), draft.header.order())
        .i32(4)
        .i32(id.length)
        .i32(Note.GNU_BUILD_ID);
    out.asSlice(12, 3).copyFrom(MemorySegment.ofArray(new byte[] {'G', 'N', 'U'}));
    out.asSlice(HEADER, id.length).copyFrom(MemorySegment.ofArray(id));
    return out;
  }
}
