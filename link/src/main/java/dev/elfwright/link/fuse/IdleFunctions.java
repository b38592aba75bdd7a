package dev.elfwright.link.fuse;

import dev.elfwright.elf.Segment;
import dev.elfwright.elf.SegmentType;
import dev.elfwright.machine.x86.IdleProof;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Constructors and destructors of one part that do nothing. Of ffmpeg's 893 constructors about half
 * are start files' (GCC libgcc/crtstuff.c), and each would bring in a page of code that nothing else
 * uses.
 *
 * <p>A start file's destructor calls __cxa_finalize for its library. At exit that has nothing left to
 * do: exit() has run all that was registered before it runs destructors (glibc stdlib/exit.c), so
 * long as no destructor of the same part registers more. Hence it is left out only where a part has
 * no destructor of its own.
 */
final class IdleFunctions {
  private static final String FINALIZE = "__cxa_finalize";

  private final Part part;
  private final PartEdits edits;
  private final Set<Long> unknown = new HashSet<>();
  private final Map<Long, Target.Import> imported = new HashMap<>();

  IdleFunctions(Part part, PartEdits edits) {
    this.part = part;
    this.edits = edits;
    for (PartEdits.ImportSlot s : edits.imports) {
      imported.put(s.address() - part.bias(), s.target());
    }
    edits.resolvers.forEach(r -> unknown.add(r.address() - part.bias()));
    edits.loader.forEach(r -> unknown.add(r.address() - part.bias()));
  }

  List<Long> busyConstructors(List<Long> functions) {
    return functions.stream().filter(f -> !IdleProof.holds(f, new View(false))).toList();
  }

  List<Long> busyDestructors(List<Long> functions) {
    return functions.stream().allMatch(f -> IdleProof.holds(f, new View(true)))
        ? List.of()
        : functions;
  }

  /** Memory as the part sees it once linked; addresses are link-time addresses. */
  private final class View implements IdleProof.Memory {
    private final boolean atExit;

    View(boolean atExit) {
      this.atExit = atExit;
    }

    private @Nullable Piece piece(long vaddr, long size) {
      for (Piece p : part.pieces()) {
        if (p.holds(vaddr, size)) {
          return p;
        }
      }
      return null;
    }

    @Override
    public int code(long address) {
      long vaddr = address - part.bias();
      Piece p = piece(vaddr, 1);
      return p == null || (p.segment().flags() & Segment.EXECUTE) == 0 || p.isWritable()
          ? -1
          : p.bytes(vaddr, 1)[0] & 0xff;
    }

    @Override
    public @Nullable Long constant(long address) {
      long vaddr = address - part.bias();
      Piece p = piece(vaddr, 8);
      if (p == null
          || unknown.contains(vaddr)
          || imported.containsKey(vaddr)
          || edits.calls.containsKey(vaddr)
          || (p.isWritable() && !isProtected(vaddr))) {
        return null;
      }
      return p.getLong(vaddr);
    }

    private boolean isProtected(long vaddr) {
      return part.model()
          .segments(SegmentType.GNU_RELRO)
          .anyMatch(s -> s.covers(vaddr, 8));
    }

    @Override
    public boolean isIdleCall(long pointer) {
      long vaddr = pointer - part.bias();
      Target t = edits.calls.get(vaddr);
      Target.Import i = t instanceof Target.Import called ? called : imported.get(vaddr);
      return atExit
          && i != null
          && i.provider().dynamic().symbols().name(i.symbol()).equals(FINALIZE);
    }

    @Override
    public boolean isFreshMark(long address) {
      long vaddr = address - part.bias();
      Piece p = piece(vaddr, 1);
      return atExit
          && p != null
          && p.isWritable()
          && vaddr - p.segment().address() >= p.segment().fileSize();
    }
  }
}
