package dev.elfwright.census.spark;

import dev.elfwright.census.CensusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code elfwright-census-spark scan}. */
@Command(
    name = "scan",
    description = {
      "Read sources into a new census.",
      "A source is a path that all machines see: of a .deb file, a folder of these, a tar archive,"
          + " an OCI image layout or any other folder; or the URI of a .deb file, of a folder of"
          + " these, or of a tar archive in any file system that Hadoop knows, http: and https:"
          + " among them."
    },
    mixinStandardHelpOptions = true)
final class ScanCommand implements Callable<Integer> {
  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "URI",
      description = "A new folder for the census, in a file system that all machines see.")
  private String output = "";

  @Option(
      names = "--files-from",
      paramLabel = "FILE",
      description = "A file with further sources, one a line.")
  private @Nullable Path filesFrom;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  @Parameters(paramLabel = "SOURCE", description = "What to read.")
  private List<String> sources = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    List<String> all = new ArrayList<>(sources);
    if (filesFrom != null) {
      Files.readAllLines(filesFrom).stream().filter(l -> !l.isBlank()).forEach(all::add);
    }
    if (all.isEmpty()) {
      throw new CensusException("nothing to read: expected a SOURCE or --files-from");
    }
    long start = System.nanoTime();
    long bytes;
    try (SparkSession spark = Main.spark()) {
      start = System.nanoTime(); // without the time that a cluster takes to begin
      bytes = new ClusterScan(spark, output).of(all);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.println(
        String.format(
            Locale.ROOT,
            json ? "{\"bytesRead\": %d, \"seconds\": %.3f}" : "%d bytes of content read in %.1f s",
            bytes,
            seconds));
    return 0;
  }
}
