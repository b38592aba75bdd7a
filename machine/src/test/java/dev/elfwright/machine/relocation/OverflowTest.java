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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where a field is full, by our rule and by a linker's: the last value that fits, and the next; and
 * a large one for a field that takes any.
 */
class OverflowTest {
  /** Far from 0: GNU ld turns RISC-V's AUIPC into LUI where the absolute address is in reach. */
  private static final long PLACE = 0x10_0000_0000L;

  /** GNU ld leaves the first three words of RISC-V's .got to the loader. */
  private static final long GOT_HEADER = 24;

  private static final String SOURCE =
      """
      .section .tbss, "awT", %%nobits
      thread: .quad 0
      .text
      .globl far
      word: .long 0, 0
      %s
      """;

  /** Terms whose values the test can choose with one symbol. */
  private static final Set<Term> CHOSEN =
      EnumSet.of(Term.S, Term.A, Term.P, Term.L, Term.T, Term.LOCAL);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      names = {"X86_64", "AARCH64", "RISCV64", "RISCV64_LLD", "LOONGARCH64", "PPC64LE", "S390X"})
  void aLinkerRefusesWhatWeRefuse(Toolchain tools) throws IOException {
    String lists = LinkerTest.resource("otherwise.txt") + LinkerTest.resource("unused.txt");
    List<String> otherwise = lists.lines().map(l -> l.split(" ")[0]).toList();
    List<String> differences = new ArrayList<>();
    int checked = 0;
    for (RelocationKind kind : tools.kinds().all()) {
      if (isChosen(kind) && !otherwise.contains(kind.name())) {
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

  /** The entries of the GOT, of 8 bytes, that are the last in reach of code, and the next. */
  @ParameterizedTest
  @CsvSource({
    "R_RISCV_GOT_HI20, word",
    "R_RISCV_TLS_GOT_HI20, thread",
    "R_RISCV_TLS_GD_HI20, thread"
  })
  void anEntryOutOfReachIsRefused(String name, String symbol) throws IOException {
    RelocationKind kind = Toolchain.RISCV64.kinds().find(name).orElseThrow();
    String source = ".reloc 0, %s, %s".formatted(name, symbol);
    for (long distance : List.of(0x7fff_f7f8L, 0x7fff_f800L, -0x8000_0800L, -0x8000_0808L)) {
      String got = ".got=0x" + Long.toHexString(PLACE + distance - GOT_HEADER);
      boolean links = links(Toolchain.RISCV64, source, List.of("--section-start", got));
      assertThat(kind.overflow().fits(distance)).as("%x", distance).isEqualTo(links);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0x7fff_f7ff, 0x7fff_f800})
  void aThreadVariableOutOfReachIsRefused(long offset) throws IOException {
    RelocationKind kind = Toolchain.RISCV64.kinds().find("R_RISCV_TPREL_HI20").orElseThrow();
    String source =
        ".reloc 0, %s, far\n.section .tbss\n.skip %d - 8\nfar: .quad 0"
            .formatted(kind.name(), offset);
    assertThat(kind.overflow().fits(offset)).isEqualTo(links(Toolchain.RISCV64, source, List.of()));
  }

  /** Whether one symbol can give the field the value that the test wants. */
  private static boolean isChosen(RelocationKind kind) {
    return kind.use() != Use.DYNAMIC
        && kind.field().size() > 0
        && CHOSEN.containsAll(kind.formula().terms())
        && kind.formula().terms().stream().anyMatch(t -> t == Term.S || t == Term.L)
        && (kind.overflow().range() == Overflow.Range.ANY
            || !kind.formula().text().contains("Page"));
  }

  /** The last values that fit, and their neighbours that do not; what only any takes. */
  private static List<Long> borders(Overflow rule) {
    long step = rule.alignment();
    long half = 1L << (rule.bits() - 1);
    long first = -half - rule.rounding();
    long last = half - rule.rounding() - step;
    return switch (rule.range()) {
      case SIGNED -> List.of(last, last + step, first, first - step);
      case UNSIGNED -> List.of(2 * half - step, 2 * half);
      // GNU ld lets such a field go down to -2^bits; AAELF64 and lld say half of that, and so do
      // we.
      case EITHER -> List.of(2 * half - step, 2 * half, -half);
      case ANY -> List.of(1L << 40);
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
    String far = "far=0x" + Long.toHexString(symbol(kind, value));
    return links(tools, ".reloc 0, %s, far".formatted(kind.name()), List.of("--defsym", far));
  }

  /** Whether a linker takes a relocation at {@link #PLACE}. */
  private boolean links(Toolchain tools, String relocation, List<String> options)
      throws IOException {
    Files.writeString(folder.resolve("a.s"), SOURCE.formatted(relocation));
    tools.assemble(folder, "a.s", "a.o");
    String text = "-Ttext=0x" + Long.toHexString(PLACE);
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(List.of("-e", "0", text, "a.o", "-o", "a"));
    try {
      tools.link(folder, arguments);
      return true;
    } catch (AssertionError refused) {
      assertThat(refused).hasMessageMatching("(?s).*(truncated|overflow|out of range|not fit).*");
      return false;
    }
  }
}
