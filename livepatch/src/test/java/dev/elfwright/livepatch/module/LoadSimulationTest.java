package dev.elfwright.livepatch.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.livepatch.kernel.KernelFiles;
import dev.elfwright.livepatch.kernel.KernelModule;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.module.LoadSimulation.Severity;
import dev.elfwright.livepatch.vm.Guest;
import dev.elfwright.livepatch.vm.Guest.Transcript;
import dev.elfwright.livepatch.vm.ModuleBuild;
import dev.elfwright.testkit.DebianKernel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a livepatch is what the kernel does: each twin is simulated, then loaded. */
class LoadSimulationTest {
  private static final DebianKernel DEBIAN = DebianKernel.newest();
  private static final KernelFiles KERNEL = KernelFiles.of(DEBIAN.root(), DEBIAN.release());

  @TempDir static Path folder;

  private static Path good;

  @BeforeAll
  static void convert() throws IOException {
    Path built = ModuleBuild.build(DEBIAN, LoadSimulationTest.class, "by-hand", folder);
    good = folder.resolve("good.ko");
    try (ElfModel module = Elf.open(built)) {
      ElfWriter.write(
          Conversion.of(module, KERNEL, List.of()).plan(),
          good,
          PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  private static LoadSimulation simulate(Path module) throws IOException {
    return LoadSimulation.of((KernelModule) KernelObject.open(module), KERNEL);
  }

  @Test
  void eachStepIsTold() throws IOException {
    LoadSimulation simulation = simulate(good);

    assertThat(simulation.steps())
        .extracting(
            LoadSimulation.Step::object,
            LoadSimulation.Step::relocations,
            LoadSimulationTest::replacements)
        .containsExactly(
            tuple("vmlinux", 4L, List.of("cmdline_proc_show by patched_cmdline")),
            tuple("pktgen", 1L, List.of("pgctrl_show by patched_pgctrl")));
  }

  /** The name of the function that stands where the structure says that the new one is. */
  private static List<String> replacements(LoadSimulation.Step step) {
    try (ElfModel module = Elf.open(good)) {
      return step.functions().stream()
          .map(f ->
              f.name()
                  + " by "
                  + module
                      .symbols()
                      .orElseThrow()
                      .symbols()
                      .filter(s ->
                          s.type() == SymbolType.FUNC
                              && s.sectionIndex() == f.section()
                              && s.value() == f.offset())
                      .map(Symbol::name)
                      .findFirst()
                      .orElseThrow())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A twin with one thing changed, and what is said of it. */
  private record Twin(UnaryOperator<byte[]> change, String finding) {}

  private static Map<String, Twin> twins() throws IOException {
    int version;
    int text;
    int relocation;
    try (ElfModel module = Elf.open(good)) {
      version = offset(module, "__versions");
      Section klp = module.section(".klp.rela.vmlinux.text").orElseThrow();
      ByteBuffer entries = klp.bytes().asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      text = offset(module, ".text") + (int) entries.getLong(0);
      relocation = (int) klp.header().offset() + 8;
    }
    Map<String, Twin> twins = new LinkedHashMap<>();
    twins.put("crc", new Twin(set(version, 1), "disagrees about the version of symbol "));
    twins.put("magic", new Twin(replaced(" SMP preempt ", " SMP preemqt "), "version magic '6.1."));
    twins.put(
        "position",
        new Twin(
            replaced(".klp.sym.vmlinux.user_read,2", ".klp.sym.vmlinux.user_read,3"),
            "vmlinux has 2 symbols user_read, none at position 3"));
    twins.put(
        "name",
        new Twin(
            replaced("\0cmdline_proc_show\0", "\0cmdline_proc_shew\0"),
            "vmlinux has 0 symbols cmdline_proc_shew"));
    twins.put("field", new Twin(set(text, 1), "the field is not zero before its relocation"));
    twins.put("type", new Twin(set(relocation, 99), "relocation type 99 is unknown to the kernel"));
    return twins;
  }

  private static int offset(ElfModel module, String section) {
    return (int) module.section(section).orElseThrow().header().offset();
  }

  private static UnaryOperator<byte[]> set(int offset, int value) {
    return bytes -> {
      byte[] twin = bytes.clone();
      twin[offset] = (byte) value;
      return twin;
    };
  }

  private static UnaryOperator<byte[]> replaced(String from, String to) {
    return bytes -> {
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      assertThat(text).contains(from);
      return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    };
  }

  /** The loader looks at the release only where no CRCs say what fits. */
  @Test
  void anotherReleaseIsAWarningForAModuleWithCrcs() throws IOException {
    Path file = folder.resolve("release.ko");
    Files.write(file, replaced("vermagic=6.1", "vermagic=6.2").apply(Files.readAllBytes(good)));

    assertThat(simulate(file).findings())
        .noneMatch(f -> f.severity() == Severity.ERROR)
        .anyMatch(f -> f.message().startsWith("version magic '6.2."));
  }

  /** The kernel would write the reference into what it has put in its place. */
  @Test
  void aReferenceInWhatTheKernelRewritesBeforeIsAnError() throws IOException {
    Path twin = Files.createTempDirectory(folder, "twin");
    String source = Files.readString(folder.resolve("by-hand.c"));
    String plain = "seq_printf(m, \"patched, %d packets\\n\", pg_count_d);";
    assertThat(source).contains(plain);
    String alternative =
        """
        int count;
        asm volatile(ALTERNATIVE("movl %1, %0", "xorl %0, %0", X86_FEATURE_ALWAYS)
                     : "=r" (count) : "m" (pg_count_d));
        seq_printf(m, "patched, %d packets\\n", count);
        """;
    Path module = ModuleBuild.compile(DEBIAN, "by-hand", source.replace(plain, alternative), twin);
    Path converted = twin.resolve("converted.ko");
    try (ElfModel built = Elf.open(module)) {
      ElfWriter.write(
          Conversion.of(built, KERNEL, List.of()).plan(),
          converted,
          PosixFilePermissions.fromString("rw-r--r--"));
    }
    assertThat(simulate(converted).findings())
        .filteredOn(f -> f.severity() == Severity.ERROR)
        .singleElement()
        .satisfies(f ->
            assertThat(f.message())
                .contains("the kernel rewrites an alternative while the livepatch is loaded")
                .endsWith("waits for module pktgen"));
  }

  @Test
  void whatIsSaidToFailDoesFail() throws IOException {
    assertThat(simulate(good).findings())
        .singleElement()
        .satisfies(f -> {
          assertThat(f.severity()).isEqualTo(Severity.WARNING);
          assertThat(f.message()).startsWith("once unloaded, module pktgen cannot be loaded again");
        });
    Path release = folder.resolve("other-release.ko");
    Files.write(release, replaced("vermagic=6.1", "vermagic=6.2").apply(Files.readAllBytes(good)));
    Guest guest =
        Guest.of(DEBIAN)
            .with("release.ko", release)
            .with("good.ko", good)
            .with("pktgen.ko", DEBIAN.module("pktgen"));
    for (Map.Entry<String, Twin> twin : twins().entrySet()) {
      Path file = folder.resolve(twin.getKey() + ".ko");
      Files.write(file, twin.getValue().change.apply(Files.readAllBytes(good)));
      assertThat(simulate(file).findings())
          .as(twin.getKey())
          .anySatisfy(f -> {
            assertThat(f.severity()).isEqualTo(Severity.ERROR);
            assertThat(f.message()).contains(twin.getValue().finding);
          });
      guest.with(twin.getKey() + ".ko", file);
      guest.asks(twin.getKey(), "insmod /" + twin.getKey() + ".ko");
    }
    Transcript transcript =
        guest
            .asks("release", "insmod /release.ko")
            .does("echo 0 > /sys/kernel/livepatch/by_hand/enabled")
            .unloads("unload", "by_hand")
            .asks("good", "insmod /good.ko")
            .asks("first", "insmod /pktgen.ko && rmmod pktgen")
            .asks("again", "insmod /pktgen.ko")
            .run(folder);

    twins().keySet().forEach(n -> assertThat(transcript.answer(n).code()).as(n).isNotZero());
    assertThat(transcript.answer("release").code()).isZero();
    assertThat(transcript.answer("good").code()).isZero();
    assertThat(transcript.answer("first").code()).isZero();
    assertThat(transcript.answer("again").code()).isNotZero();
  }
}
