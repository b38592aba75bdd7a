package dev.elfwright.livepatch.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.btf.BtfType;
import dev.elfwright.livepatch.vm.Guest;
import dev.elfwright.testkit.DebianKernel;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Debian's kernel, read from the file that boots. */
class KernelImageTest {
  private static final DebianKernel DEBIAN = DebianKernel.newest();
  private static final KernelImage KERNEL = open(DEBIAN.vmlinuz());

  private static KernelImage open(Path file) {
    try {
      return (KernelImage) KernelObject.open(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The kernel itself is asked. Not moved at random, its addresses are those of the file. */
  @Test
  void symbolsAreThoseThatTheRunningKernelShows(@TempDir Path folder) {
    List<String> shown =
        Guest.of(DEBIAN)
            .asks("kallsyms", "cat /proc/kallsyms")
            .run(folder)
            .answer("kallsyms")
            .lines();
    List<String> read =
        KERNEL.symbols().all().stream()
            .map(s -> "%016x %c %s".formatted(s.address(), s.type(), s.name()))
            .toList();

    assertThat(read).hasSizeGreaterThan(90_000).isEqualTo(shown);

    // And so is each position: counted here over what the kernel shows, in its order.
    Map<String, Integer> seen = new HashMap<>();
    List<String> positions =
        shown.stream()
            .map(line -> line.substring(19))
            .map(name -> name + " " + seen.merge(name, 1, Integer::sum))
            .toList();
    assertThat(KERNEL.symbols().all().stream().map(s -> s.name() + " " + s.position()))
        .containsExactlyElementsOf(positions);
  }

  @Test
  void namesakesOfLocalFunctionsAreManyAndEachIsFoundByItsPosition() {
    List<KernelSymbol> doubled =
        KERNEL.symbols().all().stream()
            .filter(s -> s.isCode() && s.isLocal() && s.namesakes() > 1)
            .toList();

    assertThat(doubled).hasSizeGreaterThan(900);
    assertThat(doubled)
        .allSatisfy(s -> assertThat(KERNEL.symbols().find(s.name(), s.position())).hasValue(s));
    assertThat(KERNEL.symbols().find("user_read", 0)).isEmpty();
    assertThat(KERNEL.symbols().find("user_read", 3)).isEmpty();
  }

  /** Keyrings have a global user_read, SELinux has a local one: only counting both tells them. */
  @Test
  void aGlobalFunctionTakesAPositionFromALocalOne() {
    assertThat(KERNEL.symbols().named("user_read"))
        .extracting(KernelSymbol::type, KernelSymbol::position)
        .containsExactly(Tuple.tuple('T', 1), Tuple.tuple('t', 2));
  }

  @Test
  void exportsAreThoseOfTheHeadersPackage() throws IOException {
    SymbolVersions headers = SymbolVersions.read(DEBIAN.headers().resolve("Module.symvers"));

    assertThat(KERNEL.exports()).hasSizeGreaterThan(10_000);
    assertThat(KERNEL.exports()).allSatisfy(e -> assertThat(headers.find(e.name())).hasValue(e));
  }

  @Test
  void releaseAndVermagicAreThoseOfItsModules() throws IOException {
    KernelObject ext4 = KernelObject.open(DEBIAN.module("ext4"));

    assertThat(KERNEL.release()).isEqualTo(DEBIAN.release());
    assertThat(KERNEL.vermagic()).isEqualTo(ext4.vermagic()).startsWith(DEBIAN.release() + " SMP");
  }

  /**
   * What bpftool reads of the same section; it is built from libbpf, which the kernel's people
   * write.
   */
  @Test
  void typesAreThoseThatTheCompilerSees(@TempDir Path folder) throws IOException {
    BtfType.Composite bug = KERNEL.btf().struct("bug_entry").orElseThrow();

    assertThat(bug.size()).isEqualTo(12);
    assertThat(bug.members())
        .extracting(BtfType.Member::name)
        .containsExactly("bug_addr_disp", "file_disp", "line", "flags");
    assertThat(bug.member("flags").orElseThrow().offset()).isEqualTo(10);
    assertThat(KERNEL.btf().functions("vfs_read"))
        .singleElement()
        .satisfies(f ->
            assertThat(((BtfType.Prototype) KERNEL.btf().type(f.prototype())).parameters())
                .extracting(BtfType.Parameter::name)
                .containsExactly("file", "buf", "count", "pos"));
    assertThat(KERNEL.btf().types().count()).isEqualTo(KERNEL.btf().count() - 1);
  }

  /** A kernel packed in each way that the kernel's own build knows. */
  @ParameterizedTest
  @ValueSource(strings = {"gzip -1", "zstd -q -1", "xz -0", "lz4 -l -1"})
  void aModuleIsReadAsItIsPacked(String packer, @TempDir Path folder) throws IOException {
    Path module = folder.resolve("ext4.ko");
    Path packed = folder.resolve("ext4.ko.packed");
    Files.copy(DEBIAN.module("ext4"), module);
    Tool.run(List.of("sh", "-c", packer + " < '" + module + "' > '" + packed + "'"));

    assertThat(KernelObject.open(packed).symbols().all())
        .isEqualTo(KernelObject.open(module).symbols().all());
  }

  @Test
  void symbolsOfAModuleAreThoseThatStayInMemory() throws IOException {
    KernelModule ext4 = (KernelModule) KernelObject.open(DEBIAN.module("ext4"));

    assertThat(ext4.name()).isEqualTo("ext4");
    assertThat(ext4.symbols().named("ext4_fill_super"))
        .singleElement()
        .matches(KernelSymbol::isCode);
    assertThat(ext4.symbols().named("ext4_init_fs")).isEmpty();
    assertThat(ext4.versions()).containsEntry("vfs_fsync_range", crc("vfs_fsync_range"));
  }

  private static int crc(String export) {
    return KERNEL.exports().stream()
        .filter(e -> e.name().equals(export))
        .findFirst()
        .orElseThrow()
        .crc();
  }

  @Test
  void whatIsNoKernelIsToldInOneLine(@TempDir Path folder) throws IOException {
    byte[] whole = Files.readAllBytes(DEBIAN.vmlinuz());
    Map<String, byte[]> broken =
        Map.of(
            "empty", new byte[0],
            "text", "no kernel".getBytes(StandardCharsets.UTF_8),
            "header", Arrays.copyOf(whole, 0x240),
            "half", Arrays.copyOf(whole, whole.length / 2),
            "magic", changed(whole, 0x202, 'X'),
            "protocol", changed(whole, 0x207, 1),
            "stream", changed(whole, whole.length / 2, whole[whole.length / 2] + 1));
    for (Map.Entry<String, byte[]> b : broken.entrySet()) {
      Path file = Files.write(folder.resolve(b.getKey()), b.getValue());
      assertThatThrownBy(() -> KernelObject.open(file))
          .as(b.getKey())
          .isInstanceOf(ElfFormatException.class)
          .hasMessageStartingWith(file + ": ")
          .message()
          .doesNotContain("\n");
    }
    assertThat(broken.keySet().stream().collect(Collectors.toSet())).hasSize(7);
  }

  /** Words by which others' boot files are known, at their places. */
  @ParameterizedTest
  @CsvSource({
    "0x38, ARMd, arm64",
    "0x4, zimg, 'EFI that expands itself (zimg)'",
    "0x10008, S390EP, s390x"
  })
  void aBootFileOfAnotherProcessorIsToldByItsName(
      String offset, String magic, String processor, @TempDir Path folder) throws IOException {
    byte[] image = new byte[0x20000];
    new Random(1).nextBytes(image);
    image[0] = 'M';
    byte[] word = magic.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(word, 0, image, Integer.decode(offset), word.length);
    Path plain = Files.write(folder.resolve("Image"), image);
    Path packed = folder.resolve("Image.gz");
    Tool.run(List.of("sh", "-c", "gzip -1 < '" + plain + "' > '" + packed + "'"));

    for (Path file : List.of(plain, packed)) {
      assertThatThrownBy(() -> KernelObject.open(file))
          .isInstanceOf(ElfFormatException.class)
          .hasMessageStartingWith(file + ": ")
          .hasMessageContaining("a boot file of " + processor + ", which holds no ELF");
    }
  }

  private static byte[] changed(byte[] bytes, int offset, int value) {
    byte[] copy = bytes.clone();
    copy[offset] = (byte) value;
    return copy;
  }
}
