package dev.elfwright.cli.abi;

import dev.elfwright.abi.diff.Change;
import dev.elfwright.abi.diff.Rule;
import dev.elfwright.abi.diff.Severity;
import dev.elfwright.cli.Version;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Changes in the Static Analysis Results Interchange Format 2.1.0 of OASIS. */
final class Sarif {
  private Sarif() {}

  static Map<String, Object> of(DiffReport report) {
    String file = report.diff().after().file();
    Map<String, Object> driver =
        Map.of(
            "name",
            "elfwright abi diff",
            "version",
            Version.STRING,
            "rules",
            Arrays.stream(Rule.values()).map(Sarif::rule).toList());
    return Map.of(
        "$schema",
        "https://json.schemastore.org/sarif-2.1.0.json",
        "version",
        "2.1.0",
        "runs",
        List.of(
            Map.of(
                "tool",
                Map.of("driver", driver),
                "results",
                report.diff().changes().stream().map(c -> result(c, file)).toList())));
  }

  private static Map<String, Object> rule(Rule rule) {
    return Map.of(
        "id",
        rule.id(),
        "shortDescription",
        Map.of("text", rule.claim()),
        "defaultConfiguration",
        Map.of("level", level(rule.severity())));
  }

  private static Map<String, Object> result(Change change, String file) {
    return Map.of(
        "ruleId",
        change.rule().id(),
        "level",
        level(change.severity()),
        "message",
        Map.of("text", change.subject() + ": " + change.message()),
        "locations",
        List.of(
            Map.of(
                "physicalLocation",
                Map.of("artifactLocation", Map.of("uri", uri(file))),
                "logicalLocations",
                List.of(Map.of("fullyQualifiedName", change.subject())))));
  }

  /** A relative path stays one: the reader of a review knows what it is relative to. */
  private static String uri(String file) {
    try {
      return new URI(null, null, file, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case BREAKS -> "error";
      case BREAKS_SOME -> "warning";
      case SAFE_EXTENSION, ADDITION -> "note";
      case HARMLESS -> "none";
    };
  }
}
