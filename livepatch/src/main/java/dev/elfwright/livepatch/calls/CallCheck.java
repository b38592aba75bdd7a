package dev.elfwright.livepatch.calls;

import dev.elfwright.elf.btf.Btf;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.calls.CallReport.Reason;
import dev.elfwright.livepatch.code.CodeImage;
import dev.elfwright.livepatch.kernel.KernelImage;
import dev.elfwright.livepatch.kernel.KernelModule;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.machine.x86.Instruction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Proves of calls that their callers rely on the calling convention alone: of the registers that a
 * function may change, none is read behind the call before it is written.
 */
public final class CallCheck {
  private static final int RAX = 1;
  private static final int RDX = 1 << 2;
  private static final byte CALL = (byte) 0xe8;

  private final String object;
  private final CodeMap code;
  private final Conventions conventions;
  private final List<CallReport.Site> sites = new ArrayList<>();
  private long functions;
  private long calls;

  private CallCheck(String object, CodeMap code, Prototypes prototypes) {
    this.object = object;
    this.code = code;
    this.conventions = new Conventions(code, prototypes);
  }

  /**
   * Looks behind the calls of an object.
   *
   * @param kernel the kernel that it is, or is loaded into
   * @param object the kernel, or one of its modules
   * @param callees only calls of functions with these names; empty for all
   * @throws LivepatchRefusedException when it is not for x86-64
   * @throws dev.elfwright.elf.ElfFormatException when something in it is malformed
   */
  public static CallReport of(KernelImage kernel, KernelObject object, Set<String> callees) {
    if (kernel.elf().header().machine() != Machine.X86_64) {
      throw new LivepatchRefusedException(
          kernel.elf().file() + ": calling conventions are known for x86-64 only");
    }
    PlacedCode code = new PlacedCode(kernel);
    if (object instanceof KernelModule module) {
      code.add(module);
    }
    CallCheck check = of(code, object);
    for (CodeImage.Part part : code.parts(object.name())) {
      check.functions(part, callees).forEach(start -> check.function(start, callees));
    }
    return check.report();
  }

  /** One for an object that is placed. */
  static CallCheck of(PlacedCode code, KernelObject object) {
    return new CallCheck(object.name(), code.map(), new Prototypes(types(code.kernel(), object)));
  }

  CallReport report() {
    return new CallReport(object, functions, calls, List.copyOf(sites));
  }

  Conventions conventions() {
    return conventions;
  }

  /** A module's types, and behind them the kernel's. */
  private static Btf types(KernelImage kernel, KernelObject object) {
    return object instanceof KernelModule
        ? Btf.of(object.elf(), kernel.btf()).orElse(kernel.btf())
        : kernel.btf();
  }

  /** Functions of a section; where callees are named, those in which a call of one may be. */
  private Collection<Long> functions(CodeImage.Part part, Set<String> callees) {
    NavigableSet<Long> own =
        code.starts().subSet(part.address, true, part.address + part.size(), false);
    if (callees.isEmpty()) {
      return List.copyOf(own);
    }
    Set<Long> targets =
        callees.stream().map(code::addresses).flatMap(List::stream).collect(Collectors.toSet());
    Set<Long> found = new TreeSet<>(own.comparator());
    for (int i = 0; i + 5 <= part.size(); i++) {
      if (part.expected(i) == CALL
          && targets.contains(part.address + i + 5 + part.expected32(i + 1))) {
        Long start = own.floor(part.address + i);
        if (start != null) {
          found.add(start);
        }
      }
    }
    return found;
  }

  /** Looks at one function. */
  void function(long start, Set<String> callees) {
    Long next = code.starts().higher(start);
    functions++;
    long at = start;
    while (next == null || Long.compareUnsigned(at, next) < 0) {
      Optional<Instruction> found = code.at(at);
      if (found.isEmpty()) {
        break;
      }
      Instruction i = found.get();
      if (i.flow() == Instruction.Flow.CALL) {
        call(start, at, i, callees);
      }
      at += i.length();
    }
    code.forget();
  }

  private void call(long start, long at, Instruction i, Set<String> callees) {
    long target = i.target().orElseThrow();
    if (conventions.isTracer(target)) {
      return;
    }
    calls++;
    List<String> names = code.names(target);
    boolean isWanted =
        !names.isEmpty()
            && (callees.isEmpty() || names.stream().anyMatch(callees::contains))
            && !conventions.isIndirect(target);
    if (!isWanted || !conventions.returns(target)) {
      return;
    }
    boolean callerReturnsPair =
        conventions.prototype(start).filter(Prototypes.Prototype::returnsPair).isPresent();
    int found =
        Liveness.from(
            at + i.length(), Liveness.CHANGEABLE & ~RAX, callerReturnsPair, code, conventions);
    int read = found == 0 ? 0 : kept(start, at, target, found);
    if (read == 0) {
      return;
    }
    sites.add(
        new CallReport.Site(
            code.names(start).getFirst(),
            at - start,
            at,
            names.getFirst(),
            List.of(Instruction.names(read & 0xffff).split(", ")),
            reason(target, read)));
  }

  /** A register is kept only where the caller had something in it, or is given half a result. */
  private int kept(long start, long at, long target, int read) {
    boolean isHalf =
        conventions.prototype(target).map(Prototypes.Prototype::returnsPair).orElse(true);
    int given = isHalf ? RDX : 0;
    return read & (ValuesBefore.at(start, at, code, conventions) | given | Liveness.UNKNOWN);
  }

  private Reason reason(long target, int read) {
    boolean isPair =
        read == RDX
            && conventions.prototype(target).filter(Prototypes.Prototype::returnsPair).isPresent();
    if (isPair) {
      return Reason.RETURNED;
    } else if (!code.isTraced(target, conventions.tracer())) {
      return Reason.OWN_CONVENTION;
    }
    return (read & Liveness.UNKNOWN) != 0 ? Reason.UNDECIDED : Reason.KEPT;
  }
}
