package dev.elfwright.livepatch.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.kernel.KernelFiles;
import dev.elfwright.livepatch.kernel.KernelModule;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.kernel.KernelSymbol;
import dev.elfwright.livepatch.vm.Guest;
import dev.elfwright.livepatch.vm.ModuleBuild;
import dev.elfwright.testkit.DebianKernel;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The memory of Debian's kernel, moved at random, with modules and a livepatch. */
class TextCheckTest {
  private static final DebianKernel DEBIAN = DebianKernel.newest();
  private static final List<String> MODULES =
      List.of("crc16", "crc32c_generic", "mbcache", "jbd2", "ext4", "tcp_bbr");

  @TempDir private static Path folder;
  private static Path core;
  private static Path livepatch;
  private static TextReport clean;

  @BeforeAll
  static void takeAPicture() throws IOException {
    livepatch = ModuleBuild.build(DEBIAN, TextCheckTest.class, "lp_text", folder);
    core = folder.resolve("core");
    // The address that is drawn may be the one that the kernel was linked for.
    for (int boots = 0; clean == null || (clean.moved() == 0 && boots < 3); boots++) {
      boot();
      clean = check(files());
    }
  }

  private static void boot() throws IOException {
    Guest guest = Guest.of(DEBIAN).with("lp_text.ko", livepatch);
    for (String module : MODULES) {
      guest.with(module + ".ko", DEBIAN.module(module));
      guest.asks(module, "busybox insmod /" + module + ".ko");
    }
    guest.asks("livepatch", "busybox insmod /lp_text.ko");
    guest.asks("patched", "busybox cat /proc/cmdline");
    Guest.Transcript said = guest.picture(folder, core);
    MODULES.forEach(m -> assertThat(said.answer(m).code()).as(m + said.console()).isZero());
    assertThat(said.answer("patched").text()).isEqualTo("patched");
  }

  private static KernelFiles files() throws IOException {
    return KernelFiles.of(DEBIAN.root(), DEBIAN.release())
        .with((KernelModule) KernelObject.open(livepatch));
  }

  private static TextReport check(KernelFiles files) throws IOException {
    try (MemoryPicture memory = MemoryPicture.open(core)) {
      return TextCheck.run(memory, files);
    }
  }

  private static TextReport.ObjectText of(TextReport report, String object) {
    return report.objects().stream()
        .filter(o -> o.object().equals(object))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void nothingIsUnexplained() {
    TextReport report = clean;

    assertThat(report.isClean()).as(report.toString()).isTrue();
    assertThat(report.moved()).isNotZero();
    assertThat(of(report, "vmlinux").bytes()).isGreaterThan(14_000_000);
    assertThat(of(report, "vmlinux").causes().keySet())
        .contains(
            Cause.RELOCATION,
            Cause.TRACER,
            Cause.PARAVIRT,
            Cause.RETURN,
            Cause.ALTERNATIVE,
            Cause.LOCK,
            Cause.JUMP_LABEL,
            Cause.STATIC_CALL);
    assertThat(report.objects()).extracting(TextReport.ObjectText::object).containsAll(MODULES);
    for (TextReport.ObjectText o : report.objects()) {
      assertThat(o.causes().values().stream().mapToLong(n -> n).sum()).isEqualTo(o.differing());
    }
  }

  @Test
  void aLivepatchsRedirectionIsNamed() {
    assertThat(clean.redirections())
        .containsExactly(
            new TextReport.Redirection(
                "vmlinux", "cmdline_proc_show", List.of("lp_text:text_cmdline")));
  }

  @Test
  void aModuleWithoutAFileIsNoProof() throws IOException {
    TextReport report = check(KernelFiles.of(DEBIAN.root(), DEBIAN.release()));

    assertThat(report.isClean()).isFalse();
    assertThat(of(report, "lp_text").compared()).isFalse();
  }

  /** In plain code, and in what the kernel itself rewrites. */
  @Test
  void bytesThatSomeoneWroteAreFoundByTheirFunctions() throws IOException {
    List<Integer> offsets = List.of(0, 7, 9, 40);
    TextReport report;
    try (KernelBytes bytes = new KernelBytes()) {
      for (int offset : offsets) {
        bytes.invert("vfs_read", offset);
      }
      report = check(files());
      for (int offset : offsets) {
        bytes.invert("vfs_read", offset);
      }
    }
    assertThat(report.isClean()).isFalse();
    assertThat(of(report, "vmlinux").changes())
        .allSatisfy(c -> {
          assertThat(c.function()).isEqualTo("vfs_read");
          assertThat(c.memory()).isNotEqualTo(c.expected()).hasSize(2);
        })
        .extracting(c -> (int) c.offset())
        .containsExactlyElementsOf(offsets);
  }

  /** A rootkit's way: the tracer has it off, and the call is there all the same. */
  @Test
  void aHookThatTheTracerDoesNotKnowIsFound() throws IOException {
    try (KernelBytes bytes = new KernelBytes()) {
      byte[] nop = bytes.exchange("vfs_write", new byte[] {(byte) 0xe8, 1, 2, 3, 4});
      List<TextReport.Change> changes = of(check(files()), "vmlinux").changes();
      bytes.exchange("vfs_write", nop);

      assertThat(changes)
          .singleElement()
          .satisfies(c -> {
            assertThat(c.function()).isEqualTo("vfs_write");
            assertThat(c.memory()).isEqualTo("e801020304");
            assertThat(c.expected()).isEqualTo("0f1f440000");
          });
    }
  }

  /** The file with a byte of the kernel's memory changed, found without the code under test. */
  private static final class KernelBytes implements AutoCloseable {
    private final FileChannel file;
    private final long moved;
    private final KernelObject kernel;

    KernelBytes() throws IOException {
      file = FileChannel.open(core, StandardOpenOption.READ, StandardOpenOption.WRITE);
      moved = clean.moved();
      kernel = KernelObject.open(DEBIAN.vmlinuz());
    }

    /** Program headers are few enough to go through them: PN_XNUM leads to section header 0. */
    private long place(String symbol) throws IOException {
      long address =
          kernel.symbols().find(symbol, 0).map(KernelSymbol::address).orElseThrow() + moved;
      ByteBuffer header = read(0, 64);
      int count = read(header.getLong(40), 64).getInt(44);
      ByteBuffer all = read(header.getLong(32), 56 * count);
      for (int at = 0; at < 56 * count; at += 56) {
        long skipped = address - all.getLong(at + 16);
        if (all.getInt(at) == 1 && skipped >= 0 && skipped < all.getLong(at + 32)) {
          return all.getLong(at + 8) + skipped;
        }
      }
      throw new AssertionError("no memory at " + Long.toHexString(address));
    }

    private ByteBuffer read(long at, int size) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
      file.read(bytes, at);
      return bytes.flip();
    }

    void invert(String function, int offset) throws IOException {
      long at = place(function) + offset;
      byte old = read(at, 1).get();
      file.write(ByteBuffer.wrap(new byte[] {(byte) ~old}), at);
    }

    byte[] exchange(String function, byte[] with) throws IOException {
      long at = place(function);
      byte[] old = read(at, with.length).array();
      file.write(ByteBuffer.wrap(with), at);
      return old;
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  @Test
  void aPictureOfAnotherKernelIsRefused() throws IOException {
    try (KernelBytes bytes = new KernelBytes()) {
      bytes.invert("linux_banner", 20);
      assertThatThrownBy(() -> check(files()))
          .isInstanceOf(LivepatchRefusedException.class)
          .hasMessageContaining("this kernel is not in it: Linux version " + DEBIAN.release());
      bytes.invert("linux_banner", 20);
    }
  }

  @Test
  void whatIsNoPictureIsToldInOneLine() throws IOException {
    byte[] head = new byte[1 << 16];
    try (RandomAccessFile in = new RandomAccessFile(core.toFile(), "r")) {
      in.readFully(head);
    }
    Map<String, byte[]> broken =
        Map.of(
            "empty", new byte[0],
            "text", "no picture".repeat(20).getBytes(),
            "headers", Arrays.copyOf(head, 4096),
            "program", Files.readAllBytes(Path.of("/bin/true")));
    for (Map.Entry<String, byte[]> b : broken.entrySet()) {
      Path file = Files.write(folder.resolve(b.getKey()), b.getValue());
      assertThatThrownBy(() -> MemoryPicture.open(file))
          .as(b.getKey())
          .isInstanceOf(ElfFormatException.class)
          .hasMessageStartingWith(file + ": ")
          .message()
          .doesNotContain("\n");
    }
  }
}
