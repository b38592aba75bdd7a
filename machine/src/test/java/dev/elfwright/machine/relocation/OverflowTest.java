package dev.elfwright.machine.relocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where a field is full, by our rule and by a linker's: the last value that fits, and the next. */
class OverflowTest {
  private static final long PLACE = 0x1000_0000;

  /** Terms whose values the test can choose with one symbol. */
  private static final Set<Term> CHOSEN =
      EnumSet.of(Term.S, Term.A, Term.P, Term.L, Term.T, Term.LOCAL);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"X86_64", "AARCH64", "PPC64LE", "S390X"})
  void aLinkerRefusesWhatWeRefuse(Toolchain tools) throws IOException {
    String lists = LinkerTest.resource("otherwise.txt") + LinkerTest.resource("unused.txt");
    List<String> otherwise = lists.lines().map(l -> l.split(" ")[0]).toList();
    List<String> differences = new ArrayList<>();
    int checked = 0;
    for (RelocationKind kind : tools.kinds().all()) {
      if (hasBorder(kind) && !otherwise.contains(kind.name())) {
        checked++;
        for (long value : borders(kind.overflow())) {
          boolean ours = applies(kind, value);
          if (ours != links(tools, kind, value)) {
            differences.add("%s %x: %s here".formatted(kind.name(), value, ours ? "fits" : "not"));
          }
        }
      }
    }
    assertThat(differences).isEmpty();
    assertThat(checked).isGreaterThanOrEqualTo(5);
  }

  private static boolean hasBorder(RelocationKind kind) {
    return kind.use() != Use.DYNAMIC
        && kind.overflow().range() != Overflow.Range.ANY
        && CHOSEN.containsAll(kind.formula().terms())
        && kind.formula().terms().stream().anyMatch(t -> t == Term.S || t == Term.L)
        && !kind.formula().text().contains("Page");
  }

  /** The last values that fit, and their neighbours that do not. */
  private static List<Long> borders(Overflow rule) {
    long step = rule.alignment();
    long half = 1L << (rule.bits() - 1);
    return switch (rule.range()) {
      case SIGNED -> List.of(half - step, half, -half, -half - step);
      case UNSIGNED -> List.of(2 * half - step, 2 * half);
      // GNU ld lets such a field go down to -2^bits; AAELF64 and lld say half of that, and so do
      // we.
      case EITHER -> List.of(2 * half - step, 2 * half, -half);
      case ANY -> List.of();
    };
  }

  private static long symbol(RelocationKind kind, long value) {
    Values zero = Values.of(0, 0, PLACE).with(Term.L, 0).with(Term.T, 0).with(Term.LOCAL, 0);
    return value - kind.value(zero);
  }

  private static boolean applies(RelocationKind kind, long value) {
    long symbol = symbol(kind, value);
    Values values =
        Values.of(symbol, 0, PLACE).with(Term.L, symbol).with(Term.T, 0).with(Term.LOCAL, 0);
    ByteBuffer target = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    return kind.apply(target, 0, values) instanceof Outcome.Applied;
  }

  private boolean links(Toolchain tools, RelocationKind kind, long value) throws IOException {
    Files.writeString(
        folder.resolve("a.s"),
        "\t.text\n\t.globl far\n\t.reloc 0, %s, far\n\t.long 0, 0\n".formatted(kind.name()));
    tools.assemble(folder, "a.s", "a.o");
    String far = "far=0x" + Long.toHexString(symbol(kind, value));
    String text = "-Ttext=0x" + Long.toHexString(PLACE);
    try {
      tools.link(folder, List.of("-e", "0", text, "--defsym", far, "a.o", "-o", "a"));
      return true;
    } catch (AssertionError refused) {
      assertThat(refused).hasMessageMatching("(?s).*(truncated|overflow|out of range|not fit).*");
      return false;
    }
  }
}
