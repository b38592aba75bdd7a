import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Puts the product together after the jars are built: {@code lib/} with all jars, the manual, and
 * the AOT caches that make the JVM start fast.
 *
 * <p>Run by the build as {@code java Assemble.java FOLDER JAR CLASSPATH}.
 */
final class Assemble {
  private static final String TRAINING = "dev.elfwright.cli.Training";
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();

  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]);
    List<Path> jars =
        Stream.of((args[1] + File.pathSeparator + args[2]).split(File.pathSeparator))
            .map(Path::of)
            .filter(Files::isRegularFile)
            .toList();
    String classPath = collect(jars, emptied(folder.resolve("lib")));
    run(folder, List.of("-cp", classPath, "dev.elfwright.cli.docs.Manual", folder.toString()));
    train(folder, classPath, "quick");
    train(folder, classPath, "inspect");
    train(folder, classPath, "fat");
    train(folder, classPath, "work");
    Files.writeString(folder.resolve("classpath"), classPath + "\n");
    Files.writeString(folder.resolve("jdk"), System.getProperty("java.home") + "\n");
  }

  private static Path emptied(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    return Files.createDirectories(folder);
  }

  private static String collect(List<Path> jars, Path lib) throws IOException {
    var names = new ArrayList<String>();
    var last = new ArrayList<String>();
    for (Path jar : jars) {
      String name = jar.getFileName().toString();
      if (!name.endsWith(".jar") || name.startsWith("jspecify-")) {
        continue; // a POM, or annotations that nothing reads at run time
      }
      Path target = lib.resolve(name);
      if (name.startsWith("picocli-")) {
        ModernizeJar.modernize(jar, target);
      } else if (name.startsWith("duckdb_jdbc-")) {
        UnpackNatives.unpack(jar, target);
      } else {
        Files.copy(jar, target, StandardCopyOption.REPLACE_EXISTING);
      }
      // Opened by nobody who finds its classes before it.
      (name.startsWith("duckdb_jdbc-") ? last : names).add(target.toString());
    }
    names.addAll(last);
    return String.join(File.pathSeparator, names);
  }

  /** Runs commands, so that the JVM can write down what it loaded and linked. */
  private static void train(Path folder, String classPath, String what)
      throws IOException, InterruptedException {
    Path cache = folder.resolve(what + ".aot");
    Files.deleteIfExists(cache);
    run(
        folder,
        List.of(
            // Without profiles (JEP 515): the JVM would compile by them at once, for --version too:
            // 8 ms of processor time. fuse and deps gain nothing from them, measured.
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-AOTRecordTraining",
            "-XX:AOTCacheOutput=" + cache,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-Xlog:disable",
            "-cp",
            classPath,
            TRAINING,
            what));
    if (!Files.exists(cache)) {
      throw new IOException("the JVM wrote no AOT cache");
    }
  }

  private static void run(Path folder, List<String> arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(JAVA);
    command.addAll(arguments);
    Path log = folder.resolve("assemble.log");
    int exitCode =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (exitCode != 0) {
      throw new IOException(
          "exit code " + exitCode + " from " + command + "\n" + Files.readString(log));
    }
    Files.delete(log);
  }
}
