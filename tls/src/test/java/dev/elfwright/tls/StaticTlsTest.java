package dev.elfwright.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Java process asks first and then loads. */
class StaticTlsTest {
  private static final Path JEMALLOC = Path.of("/usr/lib/x86_64-linux-gnu/libjemalloc.so.2");

  @TempDir Path folder;

  /** The program that is run: what is foreseen of each library, and what becomes of it. */
  static final class Asking {
    public static void main(String[] libraries) throws IOException {
      for (String library : libraries) {
        var forecast = StaticTls.ofThisProcess().forecast(Path.of(library));
        System.out.println(
            (forecast.fits() ? "fits" : "fails") + " " + forecast.free() + " " + forecast.cures());
        try {
          System.load(library);
          System.out.println("fits");
        } catch (UnsatisfiedLinkError e) {
          System.out.println("fails");
        }
      }
    }
  }

  private static List<String> run(String tunables, Path... libraries) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "GLIBC_TUNABLES=" + tunables,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Asking.class.getName()));
    for (Path library : libraries) {
      command.add(library.toString());
    }
    return Tool.output(command).lines().toList();
  }

  @Test
  void jemallocDoesNotFitAndTheSmallestCureCuresIt() {
    List<String> lines = run("", JEMALLOC);
    assertThat(lines.get(0)).startsWith("fails").contains("Tunable[optional=");
    assertThat(lines.get(1)).isEqualTo("fails");
    Matcher m = Pattern.compile("optional=([0-9]+)").matcher(lines.getFirst());
    assertThat(m.find()).isTrue();
    long least = Long.parseLong(m.group(1));
    assertThat(ends(run("glibc.rtld.optional_static_tls=" + least, JEMALLOC)))
        .containsExactly("fits", "fits");
    assertThat(ends(run("glibc.rtld.optional_static_tls=" + (least - 1), JEMALLOC)))
        .containsExactly("fails", "fails");
  }

  @Test
  void theLastFreeByteIsTheLastThatFits() throws IOException {
    long free = Long.parseLong(run("", library(1)).getFirst().split(" ")[1]);
    assertThat(ends(run("", library(free + 1), library(free), library(1))))
        .containsExactly("fails", "fails", "fits", "fits", "fails", "fails");
  }

  private static List<String> ends(List<String> lines) {
    return lines.stream().map(line -> line.split(" ")[0]).toList();
  }

  private Path library(long bytes) throws IOException {
    String name = "lib" + bytes + ".so";
    Files.writeString(
        folder.resolve("l.c"),
        "__thread char v[%d]; char *at(void) { return v; }".formatted(bytes));
    Tool.run(
        folder,
        List.of("gcc", "-O1", "-fPIC", "-shared", "-ftls-model=initial-exec", "l.c", "-o", name));
    return folder.resolve(name);
  }
}
