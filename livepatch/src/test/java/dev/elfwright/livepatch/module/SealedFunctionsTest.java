package dev.elfwright.livepatch.module;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.livepatch.kernel.KernelFiles;
import dev.elfwright.livepatch.kernel.KernelModule;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.kernel.KernelSymbol;
import dev.elfwright.livepatch.kernel.KernelSymbols;
import dev.elfwright.livepatch.module.LoadSimulation.Finding;
import dev.elfwright.livepatch.vm.Guest;
import dev.elfwright.livepatch.vm.Guest.Transcript;
import dev.elfwright.testkit.DebianKernel;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's 6.12, which removes landing pads that nobody needs. */
class SealedFunctionsTest {
  private static final byte[] ENDBR64 = {(byte) 0xf3, 0x0f, 0x1e, (byte) 0xfa};

  /** A table of /proc's points to it. */
  private static final String POINTED_TO = "cmdline_proc_show";

  @TempDir static Path folder;

  private static DebianKernel debian;
  private static KernelFiles kernel;
  private static SealedFunctions sealed;

  /** All that stay in memory and have no namesake. */
  private static List<KernelSymbol> listed;

  private static String one;

  @BeforeAll
  static void read() throws IOException {
    debian = DebianKernel.checkingBranches();
    kernel = KernelFiles.of(debian.root(), debian.release());
    sealed = SealedFunctions.of(kernel.image());
    KernelSymbols symbols = kernel.image().symbols();
    long end = symbols.find("_etext", 0).orElseThrow().address();
    listed =
        symbols.all().stream()
            .filter(s -> s.name().matches("[a-z_]+") && s.namesakes() == 1 && s.address() < end)
            .filter(sealed::has)
            .toList();
    assertThat(listed).hasSizeGreaterThan(3_000);
    one = listed.get(listed.size() / 2).name();
  }

  /** The running kernel's own memory says the same. */
  @Test
  void whatIsListedHasNoLandingPadInMemory() throws IOException {
    String other = listed.getFirst().name();
    Guest guest = Guest.of(debian).withQuestions(folder);
    for (String name : List.of(one, other, POINTED_TO)) {
      assertThat(start(name)).as(name).isEqualTo(ENDBR64);
      guest.asks(name, "ask starts " + name);
    }
    Transcript transcript = guest.run(folder);

    String pad = HexFormat.of().formatHex(ENDBR64);
    for (String name : List.of(one, other)) {
      assertThat(transcript.answer(name).text()).as(name).hasSize(16).doesNotStartWith(pad);
    }
    assertThat(transcript.answer(POINTED_TO).text()).startsWith(pad);
  }

  private static byte[] start(String name) throws IOException {
    long address = kernel.image().symbols().find(name, 0).orElseThrow().address();
    return kernel.image().bytes(address, ENDBR64.length).toArray(ValueLayout.JAVA_BYTE);
  }

  @Test
  void whatOtherModulesMayUseIsNotListed() throws IOException {
    KernelSymbols symbols = kernel.image().symbols();

    assertThat(kernel.image().exports())
        .hasSizeGreaterThan(5_000)
        .noneMatch(e -> symbols.named(e.name()).stream().anyMatch(sealed::has));
  }

  @Test
  void aPointerToASealedFunctionIsFound() throws IOException {
    assertThat(findings("void *kept = " + one + ";"))
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .startsWith(".data+0x0 takes the address of vmlinux:" + one + ", whose landing pad");
    assertThat(findings("static void *volatile kept; void keep(void) { kept = " + one + "; }"))
        .hasSize(1);
  }

  @Test
  void aCallAndAPointerToAnotherFunctionAreNot() throws IOException {
    assertThat(findings("void call(void) { " + one + "(); }")).isEmpty();
    assertThat(findings("void *kept = " + POINTED_TO + ";")).isEmpty();
  }

  private static List<Finding> findings(String code) throws IOException {
    Path source =
        Files.writeString(
            folder.resolve("lp.c"),
            """
            __attribute__((section(".modinfo"))) const char info[] = "name=lp\\0livepatch=Y\\0vermagic=%s";
            void %s(void);
            void %s(void);
            %s
            """
                .formatted(kernel.image().vermagic().strip(), one, POINTED_TO, code));
    Path object = folder.resolve("lp.o");
    Path module = folder.resolve("lp.ko");
    Tool.run(
        List.of("gcc", "-O2", "-fno-pic", "-mcmodel=kernel", "-c", "-o", "" + object, "" + source));
    try (ElfModel built = Elf.open(object)) {
      ElfWriter.write(
          Conversion.of(built, kernel, List.of()).plan(),
          module,
          PosixFilePermissions.fromString("rw-r--r--"));
    }
    return LoadSimulation.of((KernelModule) KernelObject.open(module), kernel).findings().stream()
        .filter(f -> f.message().contains("landing pad"))
        .toList();
  }
}
