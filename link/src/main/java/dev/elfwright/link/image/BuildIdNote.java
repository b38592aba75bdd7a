package dev.elfwright.link.image;

import dev.elfwright.elf.constant.NoteType;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.write.Content;
import dev.elfwright.elf.write.FieldWriter;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.elf.write.Placement;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The file's build ID: a note of type NT_GNU_BUILD_ID, owner GNU, with the SHA-1 of the file as it
 * is while the description is zeros. Equal input gives equal files.
 */
final class BuildIdNote {
  private static final int HEADER = 16;
  private static final int DIGEST = 20;

  private final OutputSection section =
      OutputSection.table(".note.gnu.build-id", SectionType.NOTE, 4, 0);

  BuildIdNote(ByteOrder order) {
    MemorySegment note = Arena.ofAuto().allocate(HEADER + DIGEST);
    FieldWriter w = new FieldWriter(note, 0, true, order);
    w.i32("GNU".length() + 1).i32(DIGEST).i32(NoteType.GNU_BUILD_ID);
    byte[] owner = "GNU\0".getBytes(StandardCharsets.US_ASCII);
    note.asSlice(HEADER - owner.length).copyFrom(MemorySegment.ofArray(owner));
    section.content(note);
  }

  OutputSection section() {
    return section;
  }

  /** Fills the note in; the plan refers to its bytes. */
  void seal(LayoutPlan plan) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      for (Placement p : plan.placements()) {
        if (p.content() instanceof Content.Bytes(MemorySegment bytes)) {
          digest.update(bytes.asByteBuffer());
        }
      }
      MemorySegment.copy(
          MemorySegment.ofArray(digest.digest()), 0, section.content(), HEADER, DIGEST);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
