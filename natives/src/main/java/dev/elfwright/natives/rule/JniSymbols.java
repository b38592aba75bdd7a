package dev.elfwright.natives.rule;

import dev.elfwright.natives.jni.JniName;
import dev.elfwright.natives.jni.NativeMethod;
import dev.elfwright.natives.model.Contents;
import dev.elfwright.natives.model.Libc;
import dev.elfwright.natives.model.NativeLibrary;
import dev.elfwright.natives.model.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Native methods and the functions of libraries fit together: each method has a function in the
 * libraries of each platform, and each function {@code Java_*} a method.
 *
 * <p>A platform is what libraries were compiled for and linked against. Of the folders of a
 * platform that hold a function of a class, each has to hold all of that class; when none holds
 * any, the platform lacks the class. Where a library has {@code JNI_OnLoad}, that function may
 * register others under any name, so that a missing one is only noted.
 */
public record JniSymbols() implements Rule {
  @Override
  public String name() {
    return "jni";
  }

  @Override
  public List<Finding> check(Contents contents) {
    JniNames names = new JniNames(contents.methods());
    List<Finding> findings = new ArrayList<>();
    for (List<Unit> platform : platforms(contents.libraries())) {
      names.byClass().forEach((_, methods) -> checkClass(platform, methods, names, findings));
    }
    for (NativeLibrary library : contents.libraries()) {
      library.exports().stream()
          .filter(e -> e.startsWith(JniName.PREFIX) && !names.isExpected(e))
          .map(e -> withoutMethod(library, e, names))
          .forEach(findings::add);
    }
    return findings;
  }

  /** The libraries of one folder for one platform: loaded together. */
  private record Unit(List<NativeLibrary> libraries, Set<String> exports) {
    Unit() {
      this(new ArrayList<>(), new HashSet<>());
    }

    void add(NativeLibrary library) {
      libraries.add(library);
      exports.addAll(library.exports());
    }

    /** The library that a missing function belongs to: one that has others of its class. */
    NativeLibrary home(List<NativeMethod> methods, JniNames names) {
      return libraries.stream()
          .filter(l -> methods.stream().anyMatch(m -> names.isBound(m, l.exports())))
          .findFirst()
          .orElse(libraries.getFirst());
    }

    boolean mayRegister() {
      return exports.contains(JniName.ON_LOAD);
    }
  }

  private record Platform(Target target, Libc libc) {}

  private static List<List<Unit>> platforms(List<NativeLibrary> libraries) {
    Map<Platform, Map<String, Unit>> found = new LinkedHashMap<>();
    for (NativeLibrary library : libraries) {
      found
          .computeIfAbsent(
              new Platform(library.target(), library.libc()), _ -> new LinkedHashMap<>())
          .computeIfAbsent(library.folder(), _ -> new Unit())
          .add(library);
    }
    return found.values().stream().map(units -> List.copyOf(units.values())).toList();
  }

  private void checkClass(
      List<Unit> platform, List<NativeMethod> methods, JniNames names, List<Finding> findings) {
    List<Unit> serving =
        platform.stream()
            .filter(u -> methods.stream().anyMatch(m -> names.isBound(m, u.exports())))
            .toList();
    for (Unit unit : serving.isEmpty() ? platform.subList(0, 1) : serving) {
      NativeLibrary home = unit.home(methods, names);
      for (NativeMethod method : methods) {
        if (!names.isBound(method, unit.exports())) {
          findings.add(withoutFunction(home, unit, method, names));
        } else if (names.isAmbiguous(method, unit.exports())) {
          findings.add(ambiguous(home, method));
        }
      }
    }
  }

  private Finding withoutFunction(
      NativeLibrary library, Unit unit, NativeMethod method, JniNames names) {
    String expected = names.expected(method);
    return unit.mayRegister()
        ? new Finding(
            name(),
            Finding.Severity.NOTE,
            library.place(),
            expected,
            "not exported for " + method,
            "see that JNI_OnLoad registers it")
        : Finding.violation(
            this,
            library,
            expected,
            "not exported for " + method,
            "define it with JNIEXPORT, or remove the method");
  }

  private Finding ambiguous(NativeLibrary library, NativeMethod method) {
    return Finding.violation(
        this,
        library,
        JniName.shortName(method),
        "is what Java calls for every overload, also for " + method,
        "name the function " + JniName.longName(method));
  }

  private Finding withoutMethod(NativeLibrary library, String export, JniNames names) {
    return Finding.violation(
        this,
        library,
        export,
        names
            .classOf(export)
            .map(c -> "%s has no native method of this name and types".formatted(c))
            .orElse("no class with native methods here has this name"),
        "remove the function, or correct its name");
  }
}
