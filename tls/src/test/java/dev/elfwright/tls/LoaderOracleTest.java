package dev.elfwright.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real loader runs random processes; each dlopen has to end as predicted, place included. */
class LoaderOracleTest {
  private static final long SEED = Long.getLong("elfwright.tls.seed", 6);
  private static final int POOLS = Integer.getInteger("elfwright.tls.pools", 1);
  private static final int EACH = Integer.getInteger("elfwright.tls.scenarios", 80);

  private static final List<String> SEGMENTATION_FAULT = List.of("exit 139");

  @TempDir Path folder;

  @Test
  void everyProcessEndsAsPredicted() throws Exception {
    compare("-m64", Glibc.asked(), POOLS, EACH);
  }

  /** i386: the same side of the thread pointer, and other relocations. */
  @Test
  void everyProcessOf32BitsEndsAsPredicted() throws Exception {
    compare("-m32", Glibc.ofThisMachine(), 1, 30);
  }

  private void compare(String kind, Glibc glibc, int pools, int each) throws Exception {
    List<String> wrong = new ArrayList<>();
    List<Risk> risks = new ArrayList<>();
    int failures = 0;
    int overruns = 0;
    for (int p = 0; p < pools; p++) {
      SplittableRandom random = new SplittableRandom(SEED + p);
      Pool pool = new Pool(folder.resolve("pool" + p), random, kind, glibc);
      for (int i = 0; i < each; ) {
        Scenario scenario = Scenario.random(pool, random);
        TlsLayout layout = TlsLayout.of(scenario.program(), scenario.options(pool));
        if (crashes(layout, pool)) {
          continue;
        }
        List<String> real = scenario.real(pool);
        if (layout.overrun().isPresent() && real.equals(SEGMENTATION_FAULT)) {
          overruns++;
          continue;
        }
        i++;
        List<String> predicted = scenario.predicted(layout, real);
        failures += layout.isGood() ? 0 : 1;
        layout.orderRisk().ifPresent(risk -> risks.add(new Risk(scenario, risk, pool)));
        if (!predicted.equals(real)) {
          wrong.add("%s%n  real      %s%n  predicted %s".formatted(scenario, real, predicted));
        }
      }
    }
    // The only figure that says how many processes there were.
    System.out.printf(
        "%d processes, %d of them with a failure, %d with one in another order; %d more died, as"
            + " foreseen%n",
        pools * each, failures, risks.size(), overruns);
    assertThat(wrong).isEmpty();
    for (Risk risk : risks) {
      assertThat(risk.scenario().reordered(risk.risk().order()).real(risk.pool()))
          .as("%s", risk)
          .contains(risk.risk().refusal().library().toString());
    }
    assertThat(failures).as("scenarios in which something fails").isGreaterThan(each / 20);
  }

  private record Risk(Scenario scenario, OrderRisk risk, Pool pool) {}

  /**
   * In a statically linked program, glibc 2.36 dies of a constructor that asks where its variable
   * is.
   */
  private static boolean crashes(TlsLayout layout, Pool pool) {
    return layout.kind() == ProcessKind.STATICALLY_LINKED
        && layout.opens().stream()
            .flatMap(o -> o.modules().stream())
            .anyMatch(
                m -> pool.used().contains(m.library()) && m.accesses().contains(TlsAccess.DYNAMIC));
  }
}
