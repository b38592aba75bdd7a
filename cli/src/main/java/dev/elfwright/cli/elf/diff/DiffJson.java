package dev.elfwright.cli.elf.diff;

import dev.elfwright.elf.diff.Change;
import dev.elfwright.elf.diff.Change.Fact;
import dev.elfwright.elf.diff.FileDiff;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Differences as JSON shows them. */
public final class DiffJson {
  private DiffJson() {}

  /** A pair of files with what differs. */
  public static Map<String, Object> of(FileDiff diff) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("before", diff.before());
    object.put("after", diff.after());
    object.put("changes", diff.changes().stream().map(DiffJson::of));
    return object;
  }

  private static Map<String, Object> of(Change change) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("change", word(change));
    object.put("kind", change.subject().kind());
    object.put("name", change.subject().name());
    switch (change) {
      case Change.Added added -> object.put("facts", facts(added.facts()));
      case Change.Removed removed -> object.put("facts", facts(removed.facts()));
      case Change.Altered altered -> {
        object.put("property", altered.property());
        object.put("before", altered.before());
        object.put("after", altered.after());
      }
    }
    return object;
  }

  private static String word(Change change) {
    return switch (change) {
      case Change.Added _ -> "added";
      case Change.Removed _ -> "removed";
      case Change.Altered _ -> "altered";
    };
  }

  private static Map<String, Object> facts(List<Fact> facts) {
    Map<String, Object> object = new LinkedHashMap<>();
    facts.forEach(fact -> object.put(fact.property(), fact.value()));
    return object;
  }
}
