package dev.elfwright.elf.edit;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.Note;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SegmentType;
import dev.elfwright.elf.note.BuildId;
import dev.elfwright.elf.write.FieldWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Changes to the build ID: a note of the name "GNU" and type 3 in {@code .note.gnu.build-id}, whose
 * bytes are 4 for the name's size, 4 for the ID's, 4 for the type, 4 for the name, and the ID.
 */
public final class BuildIds {
  private static final String SECTION = ".note.gnu.build-id";
  private static final int HEADER = 16;
  private static final int USUAL = 20;
  private static final int ALIGNMENT = 4;

  private BuildIds() {}

  /**
   * Sets the build ID. One that is loaded keeps its size. A file that has none gets a section for
   * it; in programs and libraries it is loaded, and a segment PT_NOTE leads to it.
   *
   * @param id 1 to 64 bytes
   * @throws IllegalArgumentException when they are fewer or more
   */
  public static ElfTransform set(byte[] id) {
    if (id.length == 0 || id.length > BuildId.LONGEST) {
      throw new IllegalArgumentException(
          "a build ID has 1 to %d bytes, not %d".formatted(BuildId.LONGEST, id.length));
    }
    byte[] copy = id.clone();
    return e -> e.sections().withDraft(draft -> put(draft, copy));
  }

  /**
   * Computes the build ID from what the sections hold, notes excepted: the first bytes of their
   * SHA-256. Equal files get equal IDs. Edits that follow are not seen. Refused where no section
   * says what is content.
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
    if (draft.sections.isEmpty()) {
      throw draft.refuse("has no section headers to compute a build ID from; name one");
    }
    MessageDigest digest = Digests.sha256();
    for (DraftSection s : draft.sections) {
      if (s.type == SectionType.NOTE || !s.hasBytes()) {
        continue;
      }
      MemorySegment bytes = draft.bytes(s);
      digest.update((s.name + "\0" + bytes.byteSize() + "\0").getBytes(StandardCharsets.UTF_8));
      Digests.update(digest, bytes);
    }
    return digest.digest();
  }

  private static void put(Draft draft, byte[] id) {
    DraftSection s = draft.section(SECTION).orElse(null);
    if (!draft.addedBlocks.isEmpty()) {
      draft.addedBlocks.getFirst().replace(note(draft, id));
      return;
    }
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
    if (BuildId.of(draft.model).isPresent()) {
      throw draft.refuse("its build ID is in no section " + SECTION);
    }
    MemorySegment note = note(draft, id);
    DraftSection section = draft.sections.isEmpty() ? null : section(draft, note);
    if (draft.segments.isEmpty()) {
      return;
    }
    if (draft.segmentsFloat) {
      throw draft.refuse("has no build ID, and of what is loaded it keeps nothing");
    }
    Block block = Block.added(Block.Kind.NOTES, note, ALIGNMENT);
    block.section = section;
    draft.addedBlocks.add(block);
    draft.segments.add(
        new Segment(
            SegmentType.NOTE,
            Segment.READ,
            Block.NOWHERE,
            Block.NOWHERE,
            Block.NOWHERE,
            0,
            0,
            ALIGNMENT));
  }

  private static DraftSection section(Draft draft, MemorySegment note) {
    DraftSection made = draft.add(SECTION, SectionType.NOTE, SectionHeader.ALLOC, note);
    made.alignment = ALIGNMENT;
    return made;
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
