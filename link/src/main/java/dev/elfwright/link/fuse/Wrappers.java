package dev.elfwright.link.fuse;

import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.VersionTable;
import dev.elfwright.link.graph.LoadedObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Functions of libc from which a program could learn that it has become another file. The starter
 * stands before them: its {@code elfwright_realpath} calls libc's {@code realpath}, and so on.
 */
final class Wrappers {
  private static final List<String> PATHS =
      List.of(
          "readlink",
          "__readlink_chk",
          "readlinkat",
          "__readlinkat_chk",
          "realpath",
          "__realpath_chk",
          "canonicalize_file_name");
  private static final String LIBRARY = "dladdr";

  /** In the order in which struct plan in native/starter/plan.h has them. */
  static final List<String> NAMES =
      java.util.stream.Stream.concat(PATHS.stream(), java.util.stream.Stream.of(LIBRARY)).toList();

  private final Map<String, Target.Import> wrapped = new LinkedHashMap<>();
  private final Map<Target.Import, Long> starts = new HashMap<>();

  private Wrappers() {}

  static Wrappers of(LoadedObject libc, Tail tail, FuseOptions options) {
    Wrappers made = new Wrappers();
    SymbolTable t = libc.dynamic().symbols();
    for (int i = 1; i < t.count(); i++) {
      if (!t.isUndefined(i) && NAMES.contains(t.name(i)) && isDefaultVersion(libc, i)) {
        made.wrapped.put(t.name(i), new Target.Import(libc, i));
      }
    }
    for (int i = 1; i < t.count(); i++) {
      Target.Import same = made.wrapped.get(t.name(i));
      if (same != null && options.obeys(rule(t.name(i))) && t.value(i) == t.value(same.symbol())) {
        made.starts.put(new Target.Import(libc, i), tail.function("elfwright_" + t.name(i)));
      }
    }
    return made;
  }

  private static Rule rule(String name) {
    return name.equals(LIBRARY) ? Rule.LIBRARY_PATHS : Rule.SELF_PATH;
  }

  /** Of two versions, which may behave differently: realpath@GLIBC_2.2.5 takes no null. */
  private static boolean isDefaultVersion(LoadedObject libc, int symbol) {
    return libc.dynamic()
        .versions()
        .map(v -> (v.raw(symbol) & VersionTable.HIDDEN) == 0)
        .orElse(true);
  }

  /** The starter's function that a reference to libc's leads to, if there is one. */
  OptionalLong standingBefore(Target.Import function) {
    Long at = starts.get(function);
    return at == null ? OptionalLong.empty() : OptionalLong.of(at);
  }

  /** What the starter's functions call, by name. */
  Map<String, Target.Import> wrapped() {
    return wrapped;
  }
}
