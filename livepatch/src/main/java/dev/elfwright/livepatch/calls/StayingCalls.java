package dev.elfwright.livepatch.calls;

import dev.elfwright.livepatch.code.CodeImage;
import dev.elfwright.machine.x86.Instruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds who goes to functions that are replaced and is not replaced itself. All code of the object
 * is searched for distances that lead to one of the functions; only what then may hold such a call
 * is decoded.
 */
final class StayingCalls {
  /** How far the target of a jump with a distance of one byte may be; other distances have four. */
  private static final int NEAR = 130;

  private final CodeMap code;
  private final Set<Long> replaced;
  private final Map<Long, List<Site>> sites = new HashMap<>();

  /**
   * A direct call or jump.
   *
   * @param caller the address of the function it is in
   * @param at its own address
   * @param next the address behind it
   */
  record Site(long caller, long at, long next, Instruction.Flow flow) {}

  private StayingCalls(CodeMap code, Set<Long> replaced) {
    this.code = code;
    this.replaced = replaced;
  }

  /**
   * The calls in an object's code, by the function that they go to.
   *
   * @param replaced the addresses of the functions that are replaced
   */
  static Map<Long, List<Site>> of(CodeMap code, List<CodeImage.Part> parts, Set<Long> replaced) {
    StayingCalls calls = new StayingCalls(code, replaced);
    calls.candidates(parts).forEach(calls::collect);
    return calls.sites;
  }

  /** The functions that stay and in which there may be a call. */
  private Set<Long> candidates(List<CodeImage.Part> parts) {
    Set<Long> callers = new HashSet<>();
    for (CodeImage.Part part : parts) {
      for (int i = 1; i + 4 <= part.size(); i++) {
        if (replaced.contains(part.address + i + 4 + part.expected32(i))) {
          callers.add(code.starts().floor(part.address + i));
        }
      }
    }
    for (long old : replaced) {
      Long first = code.starts().floor(old - NEAR);
      callers.addAll(code.starts().subSet(first == null ? old : first, true, old + NEAR, true));
    }
    callers.removeIf(c -> c == null || replaced.contains(ValuesBefore.entry(c, code)));
    return callers;
  }

  private void collect(long caller) {
    Long next = code.starts().higher(caller);
    long at = caller;
    while (next == null || Long.compareUnsigned(at, next) < 0) {
      Optional<Instruction> found = code.at(at);
      if (found.isEmpty()) {
        break;
      }
      Instruction i = found.get();
      if (i.target().isPresent() && replaced.contains(i.target().getAsLong())) {
        sites
            .computeIfAbsent(i.target().getAsLong(), _ -> new ArrayList<>())
            .add(new Site(caller, at, at + i.length(), i.flow()));
      }
      at += i.length();
    }
    code.forget();
  }
}
