package dev.elfwright.livepatch.build;

import static dev.elfwright.livepatch.build.SourcePatches.DEBIAN;
import static dev.elfwright.livepatch.build.SourcePatches.KERNEL;
import static dev.elfwright.livepatch.build.SourcePatches.beside;
import static dev.elfwright.livepatch.build.SourcePatches.file;
import static dev.elfwright.livepatch.build.SourcePatches.module;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.kernel.KernelFiles;
import dev.elfwright.livepatch.kernel.KernelModule;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.module.LoadSimulation;
import dev.elfwright.livepatch.vm.Guest;
import dev.elfwright.livepatch.vm.Guest.Transcript;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Source patches of each kind, built for Debian's kernel and loaded into it, all in one boot. */
class LivepatchBuildTest {
  private static final List<String> PATCHES =
      List.of(
          "string",
          "meminfo",
          "new-global",
          "two-modules",
          "namesake",
          "shadow",
          "syscall",
          "static-local",
          "header");

  private static final String LINK = "readlink /proc/self/fd/9 8</script 9</init";

  @TempDir static Path folder;

  private static final Map<String, List<LivepatchBuild.Replacement>> REPLACED = new HashMap<>();

  private static Transcript guest;

  @BeforeAll
  static void buildAndLoadAll() throws IOException {
    Guest machine =
        Guest.of(DEBIAN)
            .with("pktgen.ko", DEBIAN.module("pktgen"))
            .with("binfmt_misc.ko", DEBIAN.module("binfmt_misc"))
            .withQuestions(folder);
    for (String name : PATCHES) {
      REPLACED.put(name, SourcePatches.build(beside(file(name, folder), module(name)), folder));
      machine.with(name + ".ko", folder.resolve(module(name) + ".ko"));
    }
    // One of the two modules is there before the livepatch, the other comes after it, and again.
    machine
        .does("insmod /binfmt_misc.ko; mount -t binfmt_misc none /proc/sys/fs/binfmt_misc")
        .asks("string before", "cat /proc/cmdline")
        .asks("status before", "cat /proc/sys/fs/binfmt_misc/status")
        .asks("system before", "uname -s")
        .asks("link before", LINK)
        .asks("log before", "cat /proc/sys/kernel/printk; ask log 6; cat /proc/sys/kernel/printk");
    PATCHES.forEach(name -> machine.asks("load " + name, "insmod /" + name + ".ko"));
    machine
        .asks("string with", "cat /proc/cmdline")
        .asks("meminfo with", "grep Livepatched /proc/meminfo")
        .asks("uptime with", "cat /proc/uptime; cat /proc/uptime")
        .asks("status with", "cat /proc/sys/fs/binfmt_misc/status")
        .asks("system with", "uname -s")
        .asks("link with", LINK)
        .asks("log with", "ask log 9; ask log 9; ask log 7; cat /proc/sys/kernel/printk")
        .asks("late", "insmod /pktgen.ko && cat /proc/net/pktgen/pgctrl && rmmod pktgen")
        .asks("again", "insmod /pktgen.ko && cat /proc/net/pktgen/pgctrl")
        .asks("shadow with", "cat /proc/self/status | grep Shadow; grep Shadow /proc/1/status");
    for (String name : PATCHES) {
      String state = "/sys/kernel/livepatch/" + module(name);
      machine
          .asks("disable " + name, "echo 0 > " + state + "/enabled")
          .unloads("unload " + name, module(name));
    }
    guest =
        machine
            .asks("string after", "cat /proc/cmdline")
            .asks("status after", "cat /proc/sys/fs/binfmt_misc/status")
            .asks("uptime after", "cat /proc/uptime")
            .asks("system after", "uname -s")
            .asks("link after", LINK)
            .asks("log after", "ask log 6; ask log 7; cat /proc/sys/kernel/printk")
            .asks("late after", "cat /proc/net/pktgen/pgctrl")
            .run(folder);
  }

  @Test
  void everyPatchIsLoadedAndUnloaded() {
    for (String name : PATCHES) {
      assertThat(guest.answer("load " + name).code()).as(name).isZero();
      assertThat(guest.answer("disable " + name).code()).as(name).isZero();
      assertThat(guest.answer("unload " + name).code()).as(name).isZero();
    }
    assertThat(guest.console()).doesNotContain("BUG:", "Oops", "WARNING:");
  }

  @Test
  void aString() {
    String before = guest.answer("string before").text();
    assertThat(guest.answer("string with").text()).isEqualTo(before + " livepatch=1");
    assertThat(guest.answer("string after").text()).isEqualTo(before);
  }

  @Test
  void aNewItemOfData() {
    assertThat(guest.answer("meminfo with").text()).matches("Livepatched: +168 kB");
  }

  @Test
  void aNewFunctionWithNewGlobalsAndAStaticLocal() {
    assertThat(guest.answer("uptime with").lines()).hasSize(4).element(1).isEqualTo("1 reads 0");
    assertThat(guest.answer("uptime with").lines().get(3)).isEqualTo("2 reads 1");
    assertThat(guest.answer("uptime after").lines()).hasSize(1);
  }

  @Test
  void twoModulesOneThereBeforeAndOneThatComesLaterTwice() {
    assertThat(guest.answer("status before").text()).isEqualTo("enabled");
    assertThat(guest.answer("status with").text()).isEqualTo("patched on");
    assertThat(guest.answer("status after").text()).isEqualTo("enabled");
    assertThat(guest.answer("late").text()).startsWith("patched 1000 Packet Generator");
    assertThat(guest.answer("again").text()).startsWith("patched 1000 Packet Generator");
    assertThat(guest.answer("late after").text()).startsWith("Packet Generator");
  }

  /** Processes that were there before have none; each that is made since has its own number. */
  @Test
  void aShadowVariableInForkAndExit() {
    assertThat(guest.answer("shadow with").lines()).hasSize(2);
    assertThat(guest.answer("shadow with").lines().getFirst()).matches("Shadow:\\s+[1-9][0-9]*");
    assertThat(guest.answer("shadow with").lines().getLast()).matches("Shadow:\\s+0");
  }

  /** Its body has no call of the tracer, so the functions around it are replaced. */
  @Test
  void aSystemCall() {
    assertThat(guest.answer("system before").text()).isEqualTo("Linux");
    assertThat(guest.answer("system with").text()).isEqualTo("Linux with a patch");
    assertThat(guest.answer("system after").text()).isEqualTo("Linux");
    assertThat(REPLACED.get("syscall"))
        .extracting(LivepatchBuild.Replacement::function)
        .containsExactlyInAnyOrder("__x64_sys_newuname", "__ia32_sys_newuname");
  }

  /** The patch changes a header; two files that it does not name include that. */
  @Test
  void anInlineFunctionInAHeader() {
    assertThat(guest.answer("link before").text()).isEqualTo("/init");
    assertThat(guest.answer("link with").text()).isEqualTo("/script");
    assertThat(guest.answer("link after").text()).isEqualTo("/init");
    assertThat(REPLACED.get("header"))
        .extracting(LivepatchBuild.Replacement::source)
        .contains("fs/proc/fd.c");
  }

  /**
   * Turning the console off keeps its level, 8, in a static local of the kernel's function. The
   * patched one reads it there, 8, beside a new one of its own that counts from 10, and turns the
   * console on again.
   */
  @Test
  void aStaticLocalIsKeptAndANewOneIsNew() {
    assertThat(guest.answer("log before").lines().getFirst()).startsWith("8\t");
    assertThat(guest.answer("log before").lines().getLast()).startsWith("1\t");
    assertThat(guest.answer("log with").lines())
        .startsWith("1108", "1208", "0")
        .last(InstanceOfAssertFactories.STRING)
        .startsWith("8\t");
    assertThat(guest.answer("log after").lines().getLast()).startsWith("8\t");
  }

  /**
   * SELinux's user_read is the second one: the first belongs to keyrings. With one more call in it
   * GCC may spend what it allows a file to grow by inlining elsewhere, so other functions of that
   * file can become other code too.
   */
  @Test
  void theRightOneOfTwoFunctionsWithOneName() {
    assertThat(REPLACED.get("namesake"))
        .allSatisfy(r -> assertThat(r.source()).isEqualTo("security/selinux/ss/policydb.c"))
        .filteredOn(r -> r.function().equals("user_read"))
        .singleElement()
        .extracting(LivepatchBuild.Replacement::sympos)
        .isEqualTo(2);
  }

  @Test
  void nothingIsFoundWrongWithThem() throws IOException {
    for (String name : PATCHES) {
      KernelModule built = (KernelModule) KernelObject.open(folder.resolve(module(name) + ".ko"));
      assertThat(LoadSimulation.of(built, KERNEL).findings()).as(name).isEmpty();
    }
  }

  @Test
  void whatCannotBeCarriedIsRefusedForItsReason() throws IOException {
    assertRefused("lines", "nothing that runs has changed");
    assertRefused("init", "proc_cmdline_init has changed");
    assertRefused("data", "variable enabled has changed");
    assertRefused("structure", "struct pktgen_net has changed (its size was 40 and is 48 bytes)");
    assertRefused("version", "fs/proc/cmdline.c uses it: their versions disagree");
    assertRefused("stale", "change 1 of fs/proc/cmdline.c does not apply");
  }

  private static void assertRefused(String name, String reason) throws IOException {
    assertRefused(beside(file(name, folder), "refused"), reason);
  }

  private static void assertRefused(LivepatchBuild.Request request, String reason) {
    assertThatThrownBy(() -> LivepatchBuild.of(request).close())
        .isInstanceOf(LivepatchRefusedException.class)
        .hasMessageContaining(reason)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void aHeaderThatMoreFilesMayIncludeThanThereAreIsRefused() throws IOException {
    Path part = Files.createTempDirectory(folder, "part");
    for (String name : List.of("fs", "include")) {
      Files.createSymbolicLink(part.resolve(name), DEBIAN.source().resolve(name).toAbsolutePath());
    }
    for (String name : List.of("arch/x86", "block")) {
      Files.createDirectories(part.resolve(name));
    }
    assertRefused(
        LivepatchBuild.Request.of(file("wide-header", folder), KERNEL, part, "refused"),
        "changes header include/linux/kernel_stat.h, and the source has no folder certs");
    Tool.run(List.of("rm", "-r", part.toString()));
  }

  /** fs/proc/base.c includes the header, and lib/kstrtox.h: it is left out of no patch. */
  @Test
  void anIncluderThatLacksAFolderOfTheSourceIsRefused() throws IOException {
    Path part = Files.createTempDirectory(folder, "part");
    for (String name : List.of("fs", "include", "scripts", "security")) {
      Files.createSymbolicLink(part.resolve(name), DEBIAN.source().resolve(name).toAbsolutePath());
    }
    assertRefused(
        LivepatchBuild.Request.of(file("header", folder), KERNEL, part, "refused"),
        "fs/proc/base.c includes a header that it changes, and a file of folder lib,");
    Tool.run(List.of("rm", "-r", part.toString()));
  }

  /** Headers of a kernel that differs in what one exported function takes. */
  @Test
  void anotherVersionOfASymbolThatThePatchUsesIsRefusedByName() throws IOException {
    Path root = Files.createTempDirectory(folder, "root");
    String headers = "usr/src/linux-headers-" + DEBIAN.release();
    Path own = Files.createDirectories(root.resolve(headers));
    for (String name : List.of("boot", "lib")) {
      Files.createSymbolicLink(root.resolve(name), DEBIAN.root().resolve(name).toAbsolutePath());
    }
    try (Stream<Path> all = Files.list(DEBIAN.headers())) {
      for (Path p : all.toList()) {
        Files.createSymbolicLink(own.resolve(p.getFileName()), p);
      }
    }
    Path versions = own.resolve("Module.symvers");
    String text = Files.readString(versions);
    Files.delete(versions);
    Files.writeString(
        versions, text.replaceFirst("(?m)^0x[0-9a-f]+\tseq_puts\t", "0x12345678\tseq_puts\t"));
    LivepatchBuild.Request request =
        LivepatchBuild.Request.of(
            file("string", folder),
            KernelFiles.of(root, DEBIAN.release()),
            DEBIAN.source(),
            "refused");
    try (LivepatchBuild build = LivepatchBuild.of(request)) {
      assertThatThrownBy(() -> build.write(folder.resolve("refused.ko")))
          .isInstanceOf(LivepatchRefusedException.class)
          .hasMessageContaining("symbol seq_puts has version 0x12345678 in Module.symvers");
    }
    assertThat(folder.resolve("refused.ko")).doesNotExist();
    Tool.run(List.of("rm", "-r", root.toString()));
  }

  /** Without the patch, a file with another line is not what the kernel was made of. */
  @Test
  void sourceThatIsNotTheKernelsIsRefusedByFunctionAndByte() throws IOException {
    Path other = Files.createTempDirectory(folder, "source");
    String path = "fs/proc/cmdline.c";
    List<String> lines =
        Files.readAllLines(DEBIAN.source().resolve(path)).stream()
            .map(l -> l.replace("seq_putc(m, '\\n')", "seq_putc(m, '\\t')"))
            .toList();
    SourceCopy.make(DEBIAN.source(), other, Map.of(path, lines));
    Path patch =
        Files.writeString(
            folder.resolve("other.patch"),
            """
            --- a/fs/proc/cmdline.c
            +++ b/fs/proc/cmdline.c
            @@ -10,3 +10,3 @@
             	seq_putc(m, '\\t');
            -	return 0;
            +	return 1;
             }
            """);
    assertThatThrownBy(
            () -> LivepatchBuild.of(LivepatchBuild.Request.of(patch, KERNEL, other, "refused")))
        .isInstanceOf(LivepatchRefusedException.class)
        .hasMessageContaining("does not become the code of " + DEBIAN.vmlinuz())
        .hasMessageContaining("function cmdline_proc_show, byte 0x")
        .hasMessageContaining("0x09 here, 0x0a there");
    // JUnit warns of each link that leads out of its folder.
    Tool.run(List.of("rm", "-r", other.toString()));
  }
}
