package dev.elfwright.livepatch.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.verify.Severity;
import dev.elfwright.elf.verify.Verifier;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.kernel.KernelFiles;
import dev.elfwright.livepatch.vm.Guest;
import dev.elfwright.livepatch.vm.Guest.Transcript;
import dev.elfwright.livepatch.vm.ModuleBuild;
import dev.elfwright.testkit.DebianKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A livepatch that was written by hand, converted and loaded. */
class ConversionTest {
  private static final DebianKernel DEBIAN = DebianKernel.newest();
  private static final KernelFiles KERNEL = KernelFiles.of(DEBIAN.root(), DEBIAN.release());

  @TempDir static Path folder;

  private static Path built;
  private static Path converted;
  private static List<Conversion.Reference> references;

  @BeforeAll
  static void convert() throws IOException {
    built = ModuleBuild.build(DEBIAN, ConversionTest.class, "by-hand", folder);
    converted = folder.resolve("converted.ko");
    try (ElfModel module = Elf.open(built)) {
      Conversion conversion = Conversion.of(module, KERNEL, List.of());
      references = conversion.references();
      ElfWriter.write(conversion.plan(), converted, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  @Test
  void eachWayToNameASymbolIsUnderstood() {
    assertThat(references)
        .extracting(r -> r.to().symbolName(), Conversion.Reference::patched)
        .containsExactlyInAnyOrder(
            tuple(".klp.sym.vmlinux.saved_command_line,0", "vmlinux"),
            tuple(".klp.sym.vmlinux.linux_proc_banner,0", "vmlinux"),
            tuple(".klp.sym.vmlinux.user_read,1", "vmlinux"),
            tuple(".klp.sym.vmlinux.user_read,2", "vmlinux"),
            tuple(".klp.sym.pktgen.pg_count_d,0", "pktgen"));
  }

  @Test
  void relocationsStandBesideTheObjectTheyWaitFor() throws IOException {
    try (ElfModel module = Elf.open(converted)) {
      assertThat(module.sections())
          .extracting(Section::name)
          .contains(".klp.rela.vmlinux.text", ".klp.rela.pktgen.text", ".rela.text")
          .noneMatch(n -> n.startsWith(".klp.module_relocs"));
      assertThat(module.section(".klp.rela.pktgen.text").orElseThrow().header().flags())
          .isEqualTo(0x0010_0042);
      assertThat(Verifier.verify(module).list()).noneMatch(f -> f.severity() == Severity.ERROR);
    }
  }

  @Test
  void sectionsWithoutADotAreToldFromTheObject() {
    assertThat(new KlpSection("vmlinux", "__jump_table").sectionName())
        .isEqualTo(".klp.rela.vmlinux.__jump_table");
    assertThat(new KlpSection("vmlinux", ".text").sectionName())
        .isEqualTo(".klp.rela.vmlinux.text");
  }

  @Test
  void theKernelFindsWhatIsMeantAlsoInAModuleThatComesLater() throws IOException {
    Transcript guest =
        Guest.of(DEBIAN)
            .with("by-hand.ko", built)
            .with("converted.ko", converted)
            .with("pktgen.ko", DEBIAN.module("pktgen"))
            .asks("not converted", "insmod /by-hand.ko")
            .asks("before", "cat /proc/cmdline")
            .asks("load", "insmod /converted.ko")
            .asks("with", "cat /proc/cmdline")
            .asks("addresses", "grep -w user_read /proc/kallsyms | grep -v klp")
            .asks("late", "insmod /pktgen.ko && cat /proc/net/pktgen/pgctrl")
            .asks("disable", "echo 0 > /sys/kernel/livepatch/by_hand/enabled")
            .unloads("unload", "by_hand")
            .asks("after", "cat /proc/cmdline; cat /proc/net/pktgen/pgctrl")
            .run(folder);

    assertThat(guest.answer("not converted").code()).isNotZero();
    String commandLine = guest.answer("before").text();
    assertThat(commandLine).startsWith("console=ttyS0");
    assertThat(guest.answer("load").code()).isZero();
    List<String> addresses =
        guest.answer("addresses").lines().stream().map(l -> l.substring(0, 16)).toList();
    assertThat(addresses).hasSize(2);
    assertThat(guest.answer("with").lines().subList(0, 3))
        .containsExactly(
            "patched: " + commandLine,
            String.join(" ", addresses),
            "%s version %s" + guest.answer("with").lines().get(2).substring(13));
    assertThat(guest.answer("late").lines()).containsExactly("patched, 1000 packets");
    assertThat(guest.answer("disable").code()).isZero();
    assertThat(guest.answer("unload").code()).isZero();
    assertThat(guest.answer("after").lines())
        .startsWith(commandLine)
        .noneMatch(l -> l.startsWith("patched"));
  }

  /** A broken twin of the source for each: one line changed. */
  @Test
  void whatMeansNothingOrTwoThingsIsRefused() throws IOException {
    assertRefused(
        "user_read,2", "user_read,3", "vmlinux has 2 symbols user_read, none at position 3");
    assertRefused(
        "saved_command_line",
        "state_show",
        "symbol state_show could be any of vmlinux:state_show,1 vmlinux:state_show,2 ");
    assertRefused(
        "saved_command_line",
        "no_such_thing",
        "symbol no_such_thing is neither exported nor in vmlinux");
    assertRefused(
        "rela.pktgen.pktgen.pg_count_d",
        "rela.pktgen.vmlinux.linux_banner",
        "kernels refuse symbols of vmlinux there");
    assertRefused(
        "MODULE_INFO(livepatch, \"Y\");", "", "no livepatch: .modinfo has no line livepatch=");
  }

  private static void assertRefused(String from, String to, String message) throws IOException {
    Path twin = Files.createTempDirectory(folder, "twin");
    String source = Files.readString(folder.resolve("by-hand.c"));
    assertThat(source).contains(from);
    Path module = ModuleBuild.compile(DEBIAN, "by-hand", source.replace(from, to), twin);
    try (ElfModel broken = Elf.open(module)) {
      assertThatThrownBy(() -> Conversion.of(broken, KERNEL, List.of()))
          .isInstanceOf(LivepatchRefusedException.class)
          .hasMessageStartingWith(module + ": ")
          .hasMessageContaining(message);
    }
  }
}
