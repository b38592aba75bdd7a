package dev.elfwright.cli.abi;

import dev.elfwright.abi.diff.Judgement;
import dev.elfwright.abi.diff.Verdict;
import java.io.PrintStream;

/** Programs with what breaks them. */
final class ConsumerText {
  private ConsumerText() {}

  static void print(Judgement judgement, boolean isFull, PrintStream out) {
    for (Verdict verdict : judgement.verdicts()) {
      if (verdict.isBroken()) {
        out.println("broken  " + verdict.consumer().file());
        verdict
            .breaks()
            .forEach(b ->
                out.printf(
                    "        %s %s: %s%n", b.change().rule().id(), b.change().subject(), b.why()));
      } else if (isFull) {
        out.println("works   " + verdict.consumer().file());
      }
    }
    if (isFull) {
      judgement
          .elsewhere()
          .forEach(e -> out.println("not its  %s loads %s".formatted(e.file(), e.library())));
    }
    judgement.unreadable().forEach(u -> out.println("not read: " + u));
    long broken = judgement.verdicts().stream().filter(Verdict::isBroken).count();
    int others = judgement.elsewhere().size();
    out.printf(
        "%,d files, %,d use the library, %,d of these are broken%s%n",
        judgement.searched(),
        judgement.verdicts().size(),
        broken,
        others == 0 ? "" : "; %,d load another library of its name".formatted(others));
  }
}
