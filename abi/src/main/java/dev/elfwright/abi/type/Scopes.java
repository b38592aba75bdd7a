package dev.elfwright.abi.type;

import dev.elfwright.dwarf.Entry;
import dev.elfwright.dwarf.constant.Tag;
import java.util.Optional;

/** Names with the namespaces and classes around them. */
final class Scopes {
  private static final int DEEPEST = 64;

  private Scopes() {}

  /** The name, with those of the namespaces and classes around it; empty when it has none. */
  static String qualifiedName(Entry entry) {
    Optional<String> own = entry.name();
    if (own.isEmpty()) {
      return "";
    }
    String name = own.get();
    Optional<Entry> outer = entry.parent();
    for (int depth = 0; outer.isPresent() && isScope(outer.get()) && depth < DEEPEST; depth++) {
      name = outer.get().name().orElse("(anonymous)") + "::" + name;
      outer = outer.get().parent();
    }
    return name;
  }

  private static boolean isScope(Entry e) {
    return switch (e.tag()) {
      case Tag.NAMESPACE, Tag.STRUCTURE_TYPE, Tag.CLASS_TYPE, Tag.UNION_TYPE -> true;
      default -> false;
    };
  }
}
