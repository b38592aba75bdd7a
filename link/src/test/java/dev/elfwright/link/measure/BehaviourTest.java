package dev.elfwright.link.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BehaviourTest {
  private static Behaviour shell(String script) {
    return shell(script, Duration.ofSeconds(30));
  }

  private static Behaviour shell(String script, Duration patience) {
    return Behaviour.observe(Launch.of(Path.of("/bin/sh"), List.of("-c", script)), patience);
  }

  @Test
  void whatAProgramShowsIsItsOutputsAndItsEnd() {
    assertThat(shell("echo one; echo two >&2; exit 3"))
        .isEqualTo(new Behaviour(3, "one\n", "two\n"));
  }

  @Test
  void aSignalEndsWithTheStatusAShellWouldShow() {
    assertThat(shell("kill -TERM $$").exit()).isEqualTo(128 + 15);
  }

  @Test
  void eachDifferenceIsNamed() {
    Behaviour all = shell("echo x; echo y >&2; exit 1");
    assertThat(all.differences(shell("echo x; echo y >&2; exit 1"))).isEmpty();
    assertThat(all.differences(shell("echo z; echo y >&2; exit 1")))
        .containsExactly("standard output");
    assertThat(all.differences(shell("echo x; exit 2")))
        .containsExactly("exit status 1 and 2", "standard error");
  }

  @Test
  void bytesThatAreNoTextAreComparedToo() {
    assertThat(shell("printf '\\377'").differences(shell("printf '\\376'"))).isNotEmpty();
  }

  @Test
  void whatDoesNotEndIsKilledAndTold() {
    assertThatThrownBy(() -> shell("sleep 600", Duration.ofMillis(200)))
        .isInstanceOf(MeasureException.class)
        .hasMessageContaining("has not ended after");
  }
}
