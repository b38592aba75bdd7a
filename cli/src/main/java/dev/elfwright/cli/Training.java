package dev.elfwright.cli;

import dev.elfwright.cli.output.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What the JVM watches while it makes an AOT cache. Run by the build, once for each cache.
 *
 * <p>There are several because the JVM takes in the whole cache at its start: with everything in
 * one, {@code --version} takes 15 ms of processor time more, a third.
 */
final class Training {
  private Training() {}

  /**
   * Runs commands; their output and exit codes do not matter, only which classes they load.
   *
   * @param args {@code quick} for what only talks about the command line, {@code inspect} for
   *     {@code elf inspect}, {@code fat} for what makes and changes fat files, {@code work} for the
   *     rest
   */
  public static void main(String[] args) throws IOException {
    Main.spareStartUp();
    Preparation.begin(new String[] {"fat", args[0].equals("fat") ? "create" : args[0]});
    switch (args[0]) {
      case "quick" -> quick();
      case "inspect" -> inspect();
      case "fat" -> fat();
      case "work" -> work();
      default -> throw new IllegalArgumentException(args[0]);
    }
    Main.main(new String[] {"--version"});
  }

  private static void quick() {
    run("--help");
    run("completion");
    run("no-such-command");
  }

  /** Also on a program with symbol versions and notes, which every POSIX system has. */
  private static void inspect() {
    run("elf", "inspect", "/bin/sh");
    run("elf", "inspect", "--symbols", "/bin/sh");
  }

  /**
   * A program of this machine, and the same that says it is for another; both so large that what is
   * done for large files is done.
   */
  private static void fat() throws IOException {
    Path folder = Files.createTempDirectory("elfwright-training");
    String fat = folder.resolve("fat").toString();
    String thin = folder.resolve("thin").toString();
    Path large = folder.resolve("large");
    Path foreign = folder.resolve("foreign");
    byte[] program = Arrays.copyOf(Files.readAllBytes(Path.of(java())), 17 << 20);
    Files.write(large, program);
    program[18] ^= 1; // e_machine
    Files.write(foreign, program);
    run("fat", "create", fat, large.toString(), foreign.toString());
    run("fat", "info", fat);
    run("fat", "archs", fat);
    run("fat", "thin", fat, System.getProperty("os.arch"), "-o", thin);
    run("lipo", "-info", fat);
    Files.delete(large);
    Files.delete(foreign);
    Files.deleteIfExists(Path.of(fat));
    Files.deleteIfExists(Path.of(thin));
    Files.delete(folder);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin/java").toString();
  }

  /** Each command on a program that is there for certain: the JDK's own. */
  private static void work() throws IOException {
    String java = java();
    Path folder = Files.createTempDirectory("elfwright-training");
    Path fused = folder.resolve("java");
    run("elf", "verify", java);
    run("elf", "inspect", "--json", java);
    run("elf", "diff", java, java);
    run("elf", "size", java);
    run("elf", "edit", "--set-rpath", "$ORIGIN", "-o", fused.toString(), java);
    run("elf", "strip", "-o", fused.toString(), java);
    Path before = folder.resolve("before.o");
    Path after = folder.resolve("after.o");
    TypedObject.write(before, 0);
    TypedObject.write(after, 1);
    run("abi", "dump", before.toString());
    run("abi", "dump", "--json", before.toString());
    run("abi", "diff", before.toString(), after.toString(), "--consumers", java);
    Files.delete(before);
    Files.delete(after);
    run("abi", "whatif", java, "--grow", "none=1", "--consumers", java);
    run("link", "deps", java);
    run("link", "deps", "--json", java);
    run("link", "resolve", java);
    run("link", "fuse", java, "-o", fused.toString());
    run("link", "fuse", "--help");
    Files.deleteIfExists(fused);
    Files.delete(folder);
  }

  private static void run(String... command) {
    new Elfwright(new Terminal(silence(), silence(), false)).run(command);
  }

  private static PrintStream silence() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }
}
