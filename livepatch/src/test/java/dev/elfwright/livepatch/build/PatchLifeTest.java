package dev.elfwright.livepatch.build;

import static dev.elfwright.livepatch.build.SourcePatches.DEBIAN;
import static dev.elfwright.livepatch.build.SourcePatches.KERNEL;
import static dev.elfwright.livepatch.build.SourcePatches.file;
import static dev.elfwright.livepatch.build.SourcePatches.module;
import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.livepatch.kernel.KernelModule;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.module.LoadSimulation;
import dev.elfwright.livepatch.vm.Guest;
import dev.elfwright.livepatch.vm.Guest.Transcript;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What happens around patches: callbacks, one that takes the place of another, states that they
 * leave to each other, and namesakes of what they replace. All in one boot.
 */
class PatchLifeTest {
  private static final String NOP = "0f1f440000";
  private static final String CALL = "e8";

  @TempDir static Path folder;

  private static Transcript guest;

  @BeforeAll
  static void buildAndLoadAll() throws IOException {
    SourcePatches.build(request("callbacks", "callbacks", false, List.of()), folder);
    SourcePatches.build(request("namesake", "namesake", false, List.of()), folder);
    SourcePatches.build(request("namesake-of-keys", "keys", false, List.of()), folder);
    SourcePatches.build(request("state-one", "one", false, List.of(new State(7, 1))), folder);
    SourcePatches.build(request("state-two", "two", true, List.of(new State(7, 2))), folder);
    // Cumulative, and knows nothing of state 7.
    SourcePatches.build(request("state-one", "ignorant", true, List.of()), folder);
    Guest machine = Guest.of(DEBIAN).withQuestions(folder);
    for (String name : List.of("callbacks", "namesake", "keys", "one", "two", "ignorant")) {
      machine.with(name + ".ko", folder.resolve(module(name) + ".ko"));
    }
    machine.with("pktgen.ko", DEBIAN.module("pktgen"));
    guest =
        replacing(callingBack(namesakes(machine)))
            .asks("messages", "dmesg | grep \"livepatch callback\" | sed \"s/^.*callback//\"")
            .run(folder);
  }

  private static LivepatchBuild.Request request(
      String patch, String name, boolean replace, List<State> states) throws IOException {
    return new LivepatchBuild.Request(
        file(patch, folder), KERNEL, DEBIAN.source(), module(name), replace, states, Set.of());
  }

  private static Guest namesakes(Guest machine) {
    machine.asks("starts before", "ask starts user_read; ask key abcde");
    for (String name : List.of("namesake", "keys")) {
      machine
          .asks("load " + name, "insmod /" + name + ".ko")
          .asks("starts with " + name, "ask starts user_read; ask key abcde");
      unload(machine, name);
    }
    return machine.asks("starts after", "ask starts user_read; ask key abcde");
  }

  private static Guest callingBack(Guest machine) {
    machine
        .asks("load callbacks", "insmod /callbacks.ko")
        .does(
            "while [ $(cat /sys/kernel/livepatch/lp_callbacks/transition) = 1 ]; do sleep 1; done")
        .asks("callbacks with", "cat /proc/loadavg")
        .asks("refused", "insmod /pktgen.ko")
        .asks("again", "insmod /pktgen.ko && cat /proc/net/pktgen/pgctrl && rmmod pktgen");
    return unload(machine, "callbacks");
  }

  private static Guest replacing(Guest machine) {
    machine
        .asks("load one", "insmod /one.ko")
        .asks("one", "tail -n 1 /proc/version")
        .asks("load two", "insmod /two.ko")
        .does("while [ -e /sys/kernel/livepatch/lp_one ]; do sleep 1; done")
        .asks("two", "tail -n 1 /proc/version")
        .asks("patches", "ls /sys/kernel/livepatch")
        .unloads("unload one", "lp_one")
        .asks("lower version", "insmod /one.ko")
        .asks("lacks the state", "insmod /ignorant.ko");
    return unload(machine, "two").asks("none", "cat /proc/version");
  }

  private static Guest unload(Guest machine, String name) {
    String state = "/sys/kernel/livepatch/" + module(name);
    return machine
        .asks("disable " + name, "echo 0 > " + state + "/enabled")
        .unloads("unload " + name, module(name));
  }

  @Test
  void whatIsToBeLoadedAndUnloadedIs() {
    for (String name : List.of("callbacks", "namesake", "keys", "one", "two")) {
      assertThat(guest.answer("load " + name).code()).as(name).isZero();
      assertThat(guest.answer("unload " + name).code()).as(name).isZero();
    }
    assertThat(guest.console()).doesNotContain("BUG:", "Oops", "WARNING:");
  }

  /** The keyring's user_read has the lower address; a wrong position would hook it. */
  @Test
  void onlyTheFunctionThatIsMeantIsHooked() {
    assertThat(guest.answer("starts before").lines())
        .satisfiesExactly(nop(), nop(), s -> assertThat(s).isEqualTo("5"));
    assertThat(guest.answer("starts with namesake").lines())
        .satisfiesExactly(nop(), call(), s -> assertThat(s).isEqualTo("5"));
    assertThat(guest.answer("starts with keys").lines())
        .satisfiesExactly(call(), nop(), s -> assertThat(s).isEqualTo("1005"));
    assertThat(guest.answer("starts after").lines())
        .satisfiesExactly(nop(), nop(), s -> assertThat(s).isEqualTo("5"));
  }

  private static ThrowingConsumer<String> nop() {
    return s -> assertThat(s).startsWith(NOP);
  }

  private static ThrowingConsumer<String> call() {
    return s -> assertThat(s).startsWith(CALL);
  }

  /**
   * At first pktgen is turned down by its callback. All later attempts would fail, had the
   * relocations of the first not been undone.
   */
  @Test
  void callbacksAreCalledForVmlinuxAndForAModuleThatComesLater() {
    assertThat(guest.answer("callbacks with").lines()).hasSize(2).last().isEqualTo("callbacks 2");
    assertThat(guest.answer("refused").code()).isNotZero();
    assertThat(guest.answer("again").text()).startsWith("called back Packet Generator");
    assertThat(guest.answer("again").code()).isZero();
    assertThat(guest.answer("messages").lines())
        .containsExactly(
            " 1: before vmlinux",
            " 2: patched",
            ": pktgen has 1000 packets",
            ": pktgen has 1000 packets",
            ": pktgen has 1000 packets",
            ": pktgen had 1000 packets",
            " 3: still patched",
            " 4: unpatched");
  }

  /** The second also counts on from what the first left in the state that both have. */
  @Test
  void aPatchTakesThePlaceOfAnother() {
    assertThat(guest.answer("one").text()).isEqualTo("state one 41");
    assertThat(guest.answer("two").text()).isEqualTo("state two 42");
    assertThat(guest.answer("patches").text()).isEqualTo("lp_two");
    assertThat(guest.answer("none").lines()).hasSize(1);
  }

  @Test
  void statesKeepOlderPatchesOut() {
    assertThat(guest.answer("lower version").code()).isNotZero();
    assertThat(guest.answer("lacks the state").code()).isNotZero();
    assertThat(guest.console()).contains("Livepatch patch (lp_one) is not compatible");
  }

  @Test
  void nothingIsFoundWrongWithThem() throws IOException {
    for (String name : List.of("callbacks", "two")) {
      KernelModule built = (KernelModule) KernelObject.open(folder.resolve(module(name) + ".ko"));
      assertThat(LoadSimulation.of(built, KERNEL).findings()).as(name).isEmpty();
    }
    KernelModule built = (KernelModule) KernelObject.open(folder.resolve("lp_callbacks.ko"));
    assertThat(LoadSimulation.of(built, KERNEL).steps())
        .extracting(LoadSimulation.Step::callbacks)
        .containsExactly(
            List.of("pre_patch", "post_patch", "pre_unpatch", "post_unpatch"),
            List.of("pre_patch", "post_unpatch"));
  }
}
