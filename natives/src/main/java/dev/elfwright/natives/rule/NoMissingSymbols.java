package dev.elfwright.natives.rule;

import dev.elfwright.natives.model.Contents;
import dev.elfwright.natives.model.Import;
import dev.elfwright.natives.model.LibraryPath;
import dev.elfwright.natives.model.NativeLibrary;
import dev.elfwright.natives.model.NeededVersion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What libraries import is defined by the libraries that they load: by those beside them in the
 * jar, and by those given here. What is needed from a library that is in neither is believed when
 * it has a version, and noted when it has none. Functions of the JVM are there: the launcher loads
 * libjvm for all libraries of the process (libjli, java_md.c, LoadJavaVM).
 *
 * @param given libraries of the systems on which the jar is used
 */
public record NoMissingSymbols(LibraryPath given) implements Rule {
  @Override
  public String name() {
    return "symbols";
  }

  @Override
  public List<Finding> check(Contents contents) {
    LibraryPath path = given.after(contents.libraries());
    return contents.libraries().stream().flatMap(l -> check(l, path).stream()).toList();
  }

  private List<Finding> check(NativeLibrary library, LibraryPath path) {
    List<Finding> findings = new ArrayList<>();
    Loaded loaded = load(library, path);
    checkVersions(library, loaded, findings);
    Set<String> versioned =
        library.neededVersions().stream().map(NeededVersion::file).collect(Collectors.toSet());
    // A library with versions gives every symbol one, so it is not where those without come from.
    List<String> unread = loaded.absent().stream().filter(n -> !versioned.contains(n)).toList();
    List<Import> open =
        library.imports().stream()
            .filter(i -> !i.weak() && !loaded.defines(i))
            .filter(i -> !isBelieved(i, loaded) && !isOfTheJvm(i.name()))
            .toList();
    if (unread.isEmpty()) {
      open.forEach(i -> findings.add(missing(library, i)));
    } else if (!open.isEmpty()) {
      findings.add(notLookedUp(library, unread, open));
    }
    return findings;
  }

  /** With a version, the linker has seen the symbol in that library. */
  private static boolean isBelieved(Import i, Loaded loaded) {
    return i.version().filter(v -> loaded.absent().contains(v.file())).isPresent();
  }

  private static boolean isOfTheJvm(String symbol) {
    return symbol.startsWith("JNI_") || symbol.startsWith("JVM_");
  }

  private void checkVersions(NativeLibrary library, Loaded loaded, List<Finding> findings) {
    for (NeededVersion v : library.neededVersions()) {
      Optional<NativeLibrary> definer = loaded.named(v.file());
      if (!v.weak() && definer.isPresent() && !definer.get().definedVersions().contains(v.name())) {
        findings.add(
            Finding.violation(
                this,
                library,
                v.name(),
                "is not defined by " + definer.get().place(),
                "link against the " + v.file() + " that it has to work with"));
      }
    }
  }

  private Finding missing(NativeLibrary library, Import i) {
    return Finding.violation(
        this,
        library,
        i.name(),
        "is defined by none of the libraries that it loads " + library.linkage().needed(),
        "link with the library that defines it; -Wl,-z,defs finds this when linking");
  }

  private Finding notLookedUp(NativeLibrary library, List<String> unread, List<Import> open) {
    return new Finding(
        name(),
        Finding.Severity.NOTE,
        library.place(),
        String.join(", ", unread),
        "not among the libraries given, so %d symbols were not looked up, %s the first"
            .formatted(open.size(), open.getFirst().name()),
        "give the folder that holds it");
  }

  /** What a library loads: itself, what it needs, and what that needs. */
  private record Loaded(List<NativeLibrary> present, List<String> absent, Set<String> exports) {
    boolean defines(Import i) {
      return exports.contains(i.name());
    }

    Optional<NativeLibrary> named(String file) {
      return present.stream().filter(l -> LibraryPath.isCalled(l, file)).findFirst();
    }
  }

  private static Loaded load(NativeLibrary root, LibraryPath path) {
    List<NativeLibrary> present = new ArrayList<>();
    List<String> absent = new ArrayList<>();
    Set<String> exports = new HashSet<>();
    Set<String> asked = new HashSet<>();
    Deque<NativeLibrary> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      NativeLibrary library = open.remove();
      present.add(library);
      exports.addAll(library.exports());
      for (String needed : library.linkage().needed()) {
        if (asked.add(needed)) {
          path.find(needed, root.target()).ifPresentOrElse(open::add, () -> absent.add(needed));
        }
      }
    }
    return new Loaded(present, absent, exports);
  }
}
