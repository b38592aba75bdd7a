package dev.elfwright.link.fuse;

import dev.elfwright.elf.Segment;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SegmentType;
import dev.elfwright.machine.x86.IdleProof;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Constructors and destructors of one part that do nothing. Of ffmpeg's 893 constructors about half
 * are start files' (GCC libgcc/crtstuff.c), and each would bring in a page of code that nothing
 * else uses.
 *
 * <p>A start file's destructor calls __cxa_finalize for its library, which runs what the library
 * has registered for the exit: what its constructors did is still to be run then, since exit()
 * works backwards and the loader's own end was registered after constructors had run (glibc
 * csu/libc-start.c, stdlib/exit.c). It has nothing to do in a library that never calls
 * __cxa_atexit.
 */
final class IdleFunctions {
  private static final String FINALIZE = "__cxa_finalize";
  private static final String REGISTER = "__cxa_atexit";

  private final Part part;
  private final PartEdits edits;
  private final Set<Long> unknown = new HashSet<>();
  private final Map<Long, Target.Import> imported = new HashMap<>();
  private final boolean registers;

  IdleFunctions(Part part, PartEdits edits) {
    this.part = part;
    this.edits = edits;
    for (PartEdits.ImportSlot s : edits.imports) {
      imported.put(s.address() - part.bias(), s.target());
    }
    edits.resolvers.forEach(r -> unknown.add(r.address() - part.bias()));
    edits.loader.forEach(r -> unknown.add(r.address() - part.bias()));
    SymbolTable symbols = part.dynamic().symbols();
    registers = IntStream.range(1, symbols.count()).anyMatch(i -> symbols.name(i).equals(REGISTER));
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
      return part.model().segments(SegmentType.GNU_RELRO).anyMatch(s -> s.covers(vaddr, 8));
    }

    @Override
    public boolean isIdleCall(long pointer) {
      long vaddr = pointer - part.bias();
      Target t = edits.calls.get(vaddr);
      Target.Import i = t instanceof Target.Import called ? called : imported.get(vaddr);
      return atExit
          && !registers
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
