import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.IdentityLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Reads every ELF file below some folders, writes it back, and compares the bytes. Prints totals, and
 * every file that is refused with the reason. Exit code 1 when one came back changed.
 */
final class RoundTrip {
  private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};

  private final AtomicInteger identical = new AtomicInteger();
  private final Map<Path, String> changed = new ConcurrentSkipListMap<>();
  private final Map<Path, String> refused = new ConcurrentSkipListMap<>();
  private final ConcurrentSkipListSet<Integer> machines = new ConcurrentSkipListSet<>();

  void main(String[] folders) throws IOException {
    Path scratch = Files.createTempDirectory("round-trip-");
    try {
      for (String folder : folders) {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(Path.of(folder))) {
          files = walk.filter(RoundTrip::isElf).sorted().toList();
        }
        files.parallelStream().forEach(f -> check(f, scratch));
      }
    } finally {
      Files.delete(scratch);
    }
    report();
    System.exit(changed.isEmpty() && identical.get() > 0 ? 0 : 1);
  }

  private static boolean isElf(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    } catch (IOException e) {
      return false; // not readable by this user
    }
  }

  private void check(Path file, Path scratch) {
    Path copy = scratch.resolve("copy-" + Thread.currentThread().threadId());
    try (ElfModel model = Elf.open(file)) {
      machines.add(model.header().machine());
      ElfWriter.write(IdentityLayout.of(model), copy, PosixFilePermissions.fromString("rw-------"));
      long place = Files.mismatch(file, copy);
      Files.delete(copy);
      if (place < 0) {
        identical.incrementAndGet();
      } else {
        changed.put(file, "differs at 0x%x".formatted(place));
      }
    } catch (ElfFormatException e) {
      refused.put(file, e.getMessage());
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      changed.put(file, e.toString());
    }
  }

  private void report() {
    changed.forEach((file, what) -> System.out.println("CHANGED " + file + ": " + what));
    refused.forEach((file, why) -> System.out.println("refused " + why));
    System.out.printf(
        "%d files, %d machine codes: %d identical, %d changed, %d refused%n",
        identical.get() + changed.size() + refused.size(),
        machines.size(),
        identical.get(),
        changed.size(),
        refused.size());
  }
}
