package dev.elfwright.link.fuse;

import dev.elfwright.elf.Section;
import dev.elfwright.elf.SectionHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Turns PLT entries into what they come to: {@code jmp *slot(%rip)} (x86-64 psABI, "Procedure
 * Linkage Table") becomes {@code jmp function}, or a jump through the one import table. The slot
 * itself, which by the psABI only its PLT entry reads, then needs no relocation: its page stays
 * untouched.
 *
 * <p>Only sections that linkers reserve for PLT entries are searched, and only jumps through slots
 * that a JUMP_SLOT relocation names are changed.
 */
final class PltPatcher {
  private final Part part;
  private final PartEdits edits;
  private final ImportTable imports;
  private final long importsAt;
  private final UndefinedCalls undefined;

  PltPatcher(
      Part part, PartEdits edits, ImportTable imports, long importsAt, UndefinedCalls undefined) {
    this.part = part;
    this.edits = edits;
    this.imports = imports;
    this.importsAt = importsAt;
    this.undefined = undefined;
  }

  /** Patches, and returns the slots that no code reads any more. */
  Set<Long> patch() {
    Set<Long> done = new HashSet<>();
    for (Section s : part.model().sections()) {
      if ((s.header().flags() & SectionHeader.EXECUTE) != 0
          && s.hasBytes()
          && s.name().startsWith(".plt")) {
        patch(s.header(), done);
      }
    }
    return done;
  }

  private void patch(SectionHeader h, Set<Long> done) {
    Piece piece = part.piece(h.address(), h.size());
    if (piece.isWritable()) {
      return;
    }
    byte[] bytes = piece.bytes(h.address(), Math.toIntExact(h.size()));
    ByteBuffer code = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean changed = false;
    for (int i = 0; i + 6 <= bytes.length; i++) {
      if ((bytes[i] & 0xff) != 0xff || bytes[i + 1] != 0x25) {
        continue;
      }
      long next = h.address() + i + 6;
      Target target = edits.calls.get(next + code.getInt(i + 2));
      if (target != null) {
        long slot = next + code.getInt(i + 2);
        if (redirect(code, i, next + part.bias(), target)) {
          done.add(slot);
          changed = true;
        }
        i += 5;
      }
    }
    if (changed) {
      piece.patch(h.address(), bytes);
    }
  }

  private boolean redirect(ByteBuffer code, int at, long next, Target target) {
    return switch (target) {
      case Target.Address a -> jump(code, at, a.value() - (next - 1));
      case Target.Undefined u -> jump(code, at, undefined.of(u) - (next - 1));
      case Target.Import i -> {
        code.putInt(at + 2, Math.toIntExact(importsAt + 8L * imports.indexOf(i) - next));
        yield true;
      }
      case Target.Constant _, Target.Resolver _ -> false;
    };
  }

  /** {@code jmp rel32} of five bytes and a {@code nop}, in place of the six-byte jump. */
  private static boolean jump(ByteBuffer code, int at, long distance) {
    if (distance != (int) distance) {
      return false;
    }
    code.put(at, (byte) 0xe9).putInt(at + 1, (int) distance).put(at + 5, (byte) 0x90);
    return true;
  }

  /** The calls whose slots are still read. */
  static void settle(
      Part part, PartEdits edits, Set<Long> patched, Relinker slots, UndefinedCalls undefined) {
    for (Map.Entry<Long, Target> call : edits.calls.entrySet()) {
      if (!patched.contains(call.getKey())) {
        Target t =
            call.getValue() instanceof Target.Undefined u
                ? new Target.Address(undefined.of(u))
                : call.getValue();
        slots.put(call.getKey(), t, 0);
      }
    }
  }
}
