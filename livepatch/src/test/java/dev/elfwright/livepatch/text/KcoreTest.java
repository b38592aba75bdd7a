package dev.elfwright.livepatch.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.livepatch.kernel.KernelFiles;
import dev.elfwright.livepatch.kernel.KernelModule;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.vm.Guest;
import dev.elfwright.livepatch.vm.ModuleBuild;
import dev.elfwright.testkit.DebianKernel;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /proc/kcore} shows in a kernel while a livepatch comes and goes. */
class KcoreTest {
  private static final DebianKernel DEBIAN = DebianKernel.newest();
  private static final TextReport.Redirection REDIRECTION =
      new TextReport.Redirection("vmlinux", "cmdline_proc_show", List.of("lp_text:text_cmdline"));

  @TempDir private static Path folder;

  private static TextReport check(Path core, KernelFiles files) throws IOException {
    try (MemoryPicture memory = MemoryPicture.open(core)) {
      return TextCheck.run(memory, files);
    }
  }

  private static List<String> objects(TextReport report) {
    return report.objects().stream().map(TextReport.ObjectText::object).toList();
  }

  @Test
  void aLivepatchIsSeenWhileItIsThere() throws IOException {
    Path livepatch = ModuleBuild.build(DEBIAN, KcoreTest.class, "lp_text", folder);
    List<Path> cores =
        Stream.of("before", "with", "after").map(n -> folder.resolve(n + ".core")).toList();
    Guest.Transcript said =
        Guest.of(DEBIAN)
            .with("lp_text.ko", livepatch)
            .withKcore(folder, cores)
            .asks("before", "kcore /dev/vda")
            .asks("livepatch", "insmod /lp_text.ko && cat /proc/cmdline")
            .asks("with", "kcore /dev/vdb")
            .asks("leave", "echo 0 > /sys/kernel/livepatch/lp_text/enabled")
            .unloads("left", "lp_text")
            .asks("after", "kcore /dev/vdc")
            .run(folder);
    Map<String, Integer> codes =
        said.answers().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().code()));
    assertThat(codes.values()).as(codes + said.console()).containsOnly(0);
    assertThat(said.answer("livepatch").text()).isEqualTo("patched");

    KernelFiles files =
        KernelFiles.of(DEBIAN.root(), DEBIAN.release())
            .with((KernelModule) KernelObject.open(livepatch));
    TextReport before = check(cores.get(0), files);
    TextReport with = check(cores.get(1), files);
    TextReport after = check(cores.get(2), files);

    assertThat(List.of(before.isClean(), with.isClean(), after.isClean()))
        .as(before + "\n" + with + "\n" + after)
        .containsOnly(true);
    assertThat(before.redirections()).isEmpty();
    assertThat(with.redirections()).containsExactly(REDIRECTION);
    assertThat(after.redirections()).isEmpty();
    assertThat(objects(before)).contains("vmlinux", "virtio_blk").doesNotContain("lp_text");
    assertThat(objects(with)).contains("lp_text");
    assertThat(objects(after)).isEqualTo(objects(before));
    aPokedByteIsFound(cores.get(2), after.moved(), files);
  }

  /** The same file with one byte of one function turned over. */
  private static void aPokedByteIsFound(Path core, long moved, KernelFiles files)
      throws IOException {
    long function = files.image().symbols().find("vfs_read", 0).orElseThrow().address();
    invert(core, function + moved + 9);
    TextReport report = check(core, files);

    assertThat(report.objects())
        .filteredOn(o -> !o.changes().isEmpty())
        .singleElement()
        .satisfies(o -> assertThat(o.object()).isEqualTo("vmlinux"))
        .satisfies(o ->
            assertThat(o.changes())
                .singleElement()
                .satisfies(c -> assertThat(c.function()).isEqualTo("vfs_read"))
                .satisfies(c -> assertThat(c.offset()).isEqualTo(9)));
  }

  private static void invert(Path core, long address) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(core.toFile(), "rw")) {
      byte[] head = new byte[4096];
      file.readFully(head);
      ByteBuffer headers = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
      int first = (int) headers.getLong(32);
      for (int at = first; at < first + 56 * headers.getShort(56); at += 56) {
        long skipped = address - headers.getLong(at + 16);
        if (skipped >= 0 && skipped < headers.getLong(at + 32)) {
          long place = headers.getLong(at + 8) + skipped;
          file.seek(place);
          int old = file.read();
          file.seek(place);
          file.write(~old);
        }
      }
    }
  }
}
