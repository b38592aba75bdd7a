package dev.elfwright.census.spark;

import dev.elfwright.census.CensusException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * What {@code spark-submit} starts. The cluster's settings are Spark's own; for one machine they
 * are {@code --master local[*]}.
 *
 * <p>Exit codes are those of {@code elfwright}: 0 done, 2 the command line is wrong, 3 an input
 * cannot be used.
 */
@Command(
    name = "elfwright-census-spark",
    description =
        "The census on many machines: the same scan, tables and questions, on Apache Spark.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {ScanCommand.class, AskCommand.class})
public final class Main {
  private static final int BAD_INPUT = 3;

  private Main() {}

  /** The version in the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"elfwright-census-spark " + (version == null ? "" : version)};
    }
  }

  /** Runs a command. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    CommandLine line = new CommandLine(new Main());
    line.setExecutionExceptionHandler((e, _, _) -> complain(e));
    return line.execute(arguments);
  }

  private static int complain(Exception e) throws Exception {
    String message =
        switch (e) {
          case CensusException c -> String.valueOf(c.getMessage());
          case NoSuchFileException n -> n.getFile() + ": there is no such file or folder";
          case IOException io -> String.valueOf(io.getMessage());
          default -> throw e;
        };
    System.err.println("elfwright-census-spark: " + message.lines().findFirst().orElse(""));
    return BAD_INPUT;
  }

  static SparkSession spark() {
    return SparkSession.builder().appName("elfwright census").getOrCreate();
  }
}
