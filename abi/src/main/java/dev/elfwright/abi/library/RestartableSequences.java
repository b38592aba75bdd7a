package dev.elfwright.abi.library;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.machine.rseq.RseqCheck;
import dev.elfwright.machine.rseq.RseqRule.Severity;
import dev.elfwright.machine.rseq.RseqTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The restartable sequences of a library, as the descriptors in its {@code __rseq_cs} have them
 * (include/uapi/linux/rseq.h, struct rseq_cs).
 *
 * @param count how many there are
 * @param faults what is wrong with them, of each kind the first; looked for on machines whose
 *     instructions are known (x86-64, AArch64, RV64)
 */
public record RestartableSequences(int count, List<Fault> faults) {
  /** Copies the list. */
  public RestartableSequences {
    faults = List.copyOf(faults);
  }

  /**
   * Something that goes wrong sooner or later.
   *
   * @param rule by its name in {@code elfwright rseq lint}
   * @param message what was expected and what is there
   */
  public record Fault(String rule, String message) {}

  static RestartableSequences of(ElfModel model) {
    RseqTable table = RseqTable.of(model);
    int count = table.sections().size();
    if (count == 0 || !RseqCheck.isFor(model.header())) {
      return new RestartableSequences(count, List.of());
    }
    Map<String, Fault> faults = new LinkedHashMap<>();
    RseqCheck.of(table).stream()
        .filter(f -> f.rule().severity() == Severity.ERROR)
        .forEach(f -> faults.putIfAbsent(f.rule().id(), new Fault(f.rule().id(), f.message())));
    return new RestartableSequences(count, List.copyOf(faults.values()));
  }
}
