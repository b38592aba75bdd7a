package dev.elfwright.packages;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Relationship fields of binary packages (Debian Policy 7.1). */
final class RelationParser {
  private static final Pattern RELATION =
      Pattern.compile(
          "([A-Za-z0-9][A-Za-z0-9+.-]*)(?::([a-z0-9-]+))?\\s*(?:\\(\\s*([<>=]+)\\s*([^\\s)]+)\\s*\\))?");

  private RelationParser() {}

  /** A field such as Depends. */
  static List<Dependency> dependencies(String where, String field) {
    List<Dependency> found = new ArrayList<>();
    for (String group : field.split(",", -1)) {
      if (!group.isBlank()) {
        List<Relation> alternatives = new ArrayList<>();
        for (String text : group.split("\\|", -1)) {
          alternatives.add(relation(where, text.strip()));
        }
        found.add(new Dependency(alternatives));
      }
    }
    return found;
  }

  /** A field such as Conflicts or Provides, in which there are no alternatives. */
  static List<Relation> relations(String where, String field) {
    List<Relation> found = new ArrayList<>();
    for (String text : field.split(",", -1)) {
      if (!text.isBlank()) {
        found.add(relation(where, text.strip()));
      }
    }
    return found;
  }

  private static Relation relation(String where, String text) {
    Matcher matcher = RELATION.matcher(text);
    if (!matcher.matches()) {
      throw new PackageFormatException(
          where, "'" + text + "' is no relation to a package, expected NAME (OPERATOR VERSION)");
    }
    String name = matcher.group(1);
    String qualifier = matcher.group(2) == null ? "" : matcher.group(2);
    @Nullable String sign = matcher.group(3);
    if (sign == null) {
      return new Relation(name, qualifier, null, null);
    }
    Relation.Operator operator =
        Relation.Operator.of(sign)
            .orElseThrow(() ->
                new PackageFormatException(where, "'" + text + "' compares by '" + sign + "'"));
    return new Relation(name, qualifier, operator, version(where, matcher.group(4)));
  }

  /** A version, or what is wrong with it. */
  static Version version(String where, String text) {
    try {
      return Version.parse(text);
    } catch (IllegalArgumentException e) {
      throw new PackageFormatException(where, String.valueOf(e.getMessage()));
    }
  }
}
