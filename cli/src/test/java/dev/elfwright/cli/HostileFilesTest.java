package dev.elfwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.cli.output.Terminal;
import dev.elfwright.testkit.Corruption;
import dev.elfwright.testkit.Field;
import dev.elfwright.testkit.Fields;
import dev.elfwright.testkit.Fixture;
import dev.elfwright.testkit.Tool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No command meets a file that it cannot name the defect of: a broken file is still usable, or one
 * line says what is wrong with it and where. The process is run in this one, a case takes
 * milliseconds.
 */
class HostileFilesTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"deps", "resolve", "fuse"})
  void aProgramWithOneWrongFieldIsUsedOrRefusedInOneLine(String command) throws IOException {
    byte[] valid = Files.readAllBytes(new Fixture(folder).program());
    survives(command, "broken", sample(Corruption.ofFields(valid), share(command)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"deps", "resolve", "fuse"})
  void aProgramThatEndsTooSoonIsUsedOrRefusedInOneLine(String command) throws IOException {
    byte[] valid = Files.readAllBytes(new Fixture(folder).program());
    byte[] bare = Corruption.withoutSections(valid);
    Stream<Corruption> cuts =
        Corruption.truncations(valid)
            .map(c -> new Corruption(c.name(), Arrays.copyOf(bare, c.bytes().length)));
    survives(command, "broken", sample(cuts, share(command)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"deps", "resolve", "fuse"})
  void aLibraryWithOneWrongFieldIsUsedOrRefusedInOneLine(String command) throws IOException {
    byte[] valid = Files.readAllBytes(new Fixture(folder).library());
    Files.copy(folder.resolve("libfixture.so"), folder.resolve("libfixture.so.1"));
    Files.writeString(
        folder.resolve("user.c"),
        """
        int exported_function(int);
        int undefined_data;
        int undefined_function(int x) { return x; }
        int main(void) { return exported_function(1); }
        """);
    Tool.run(
        folder,
        List.of(
            "gcc", "-o", "user", "user.c", "-L.", "-lfixture", "-rdynamic", "-Wl,-rpath,$ORIGIN"));
    survives(command, "libfixture.so.1", sample(Corruption.ofFields(valid), share(command)));
  }

  /** Bytes wrong by chance reach what one wrong field does not. */
  @ParameterizedTest
  @ValueSource(strings = {"deps", "resolve", "fuse"})
  void aProgramWithSeveralWrongBytesIsUsedOrRefusedInOneLine(String command) throws IOException {
    byte[] valid = Files.readAllBytes(new Fixture(folder).program());
    survives(command, "broken", sample(Corruption.random(valid, 42, 20_000), share(command)));
  }

  /** Each segment in turn takes up the 4 GB that the file has, nearly all of them zeros. */
  @ParameterizedTest
  @ValueSource(strings = {"deps", "resolve", "fuse"})
  void aSparseFileOfFourGigabytesIsUsedOrRefusedInOneLine(String command) throws IOException {
    byte[] valid = Files.readAllBytes(new Fixture(folder).program());
    byte[] bare = Corruption.withoutSections(valid);
    Path file = folder.resolve("sparse");
    for (Field f : new Fields(valid).all()) {
      if (f.name().endsWith(" p_filesz") || f.name().endsWith(" p_memsz")) {
        Files.deleteIfExists(file);
        Files.write(file, Corruption.with(bare, f, (4L << 30) - valid.length).bytes());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
          int _ = out.write(ByteBuffer.allocate(1), (4L << 30) - 1);
        }
        int _ = run(command, file);
      }
    }
  }

  @Test
  void anotherKindOfFileIsRefusedInOneLine() throws IOException {
    Tool.run(folder, List.of("mkfifo", "pipe"));
    Files.createFile(folder.resolve("empty"));
    for (Path p :
        List.of(folder, folder.resolve("pipe"), folder.resolve("empty"), Path.of("/dev/zero"))) {
      for (String command : List.of("deps", "resolve", "fuse")) {
        assertThat(run(command, p)).as("%s %s", command, p).isEqualTo(ExitCode.BAD_INPUT);
      }
    }
  }

  /** One case in so many: deps takes one millisecond, resolve three, fuse thirty. */
  private static int share(String command) {
    return switch (command) {
      case "deps" -> 13;
      case "resolve" -> 29;
      default -> 41;
    };
  }

  private static List<Corruption> sample(Stream<Corruption> all, int share) {
    AtomicInteger number = new AtomicInteger();
    return all.filter(_ -> number.getAndIncrement() % share == 0).toList();
  }

  private void survives(String command, String victim, List<Corruption> cases) throws IOException {
    List<String> failures = new ArrayList<>();
    Path file = folder.resolve(victim);
    Path argument = victim.equals("broken") ? file : folder.resolve("user");
    int refused = 0;
    for (Corruption c : cases) {
      // A new file each time: changing one that is mapped would change what is being read.
      Files.deleteIfExists(file);
      Files.write(file, c.bytes());
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      try {
        refused += run(command, argument) == ExitCode.BAD_INPUT ? 1 : 0;
      } catch (AssertionError e) {
        failures.add(c.name() + ": " + e.getMessage());
      }
    }
    System.out.printf("%s: %d cases, %d refused%n", command, cases.size(), refused);
    assertThat(failures.stream().limit(20).toList())
        .as("%d of %d cases", failures.size(), cases.size())
        .isEmpty();
  }

  private int run(String command, Path file) throws IOException {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(new PrintStream(new ByteArrayOutputStream()), new PrintStream(err), false);
    List<String> words = new ArrayList<>(List.of("link", command, file.toString()));
    if (command.equals("fuse")) {
      words.addAll(List.of("-o", folder.resolve("out/fused").toString()));
      Files.createDirectories(folder.resolve("out"));
    }
    int code = within(() -> new Elfwright(terminal).run(words.toArray(String[]::new)));
    String message = err.toString(StandardCharsets.UTF_8);
    switch (code) {
      case ExitCode.OK, ExitCode.FINDING -> assertThat(message).doesNotContain("\tat ");
      case ExitCode.BAD_INPUT ->
          assertThat(message).startsWith("elfwright: ").contains("/").hasLineCount(1);
      default -> throw new AssertionError("exit code " + code + ": " + message);
    }
    if (command.equals("fuse")) {
      nothingHalfWritten(code, message);
    }
    return code;
  }

  private void nothingHalfWritten(int code, String message) throws IOException {
    List<Path> files;
    try (Stream<Path> left = Files.list(folder.resolve("out"))) {
      files = left.toList();
    }
    for (Path f : files) {
      Files.delete(f);
    }
    assertThat(files)
        .as("written, exit code %d: %s", code, message)
        .hasSize(code == ExitCode.OK ? 1 : 0);
  }

  private int within(Callable<Integer> step) {
    try {
      return worker.submit(step).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("still running after " + LIMIT, e);
    } catch (ExecutionException e) {
      throw new AssertionError("escaped: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
