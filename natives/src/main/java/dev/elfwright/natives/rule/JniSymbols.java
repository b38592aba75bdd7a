package dev.elfwright.natives.rule;

import dev.elfwright.natives.jni.JniName;
import dev.elfwright.natives.jni.NativeMethod;
import dev.elfwright.natives.model.Contents;
import dev.elfwright.natives.model.NativeLibrary;
import java.util.ArrayList;
import java.util.List;

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
    for (List<JniUnit> platform : JniUnit.byPlatform(contents.libraries())) {
      names.byClass().forEach((_, methods) -> checkClass(platform, methods, names, findings));
    }
    for (NativeLibrary library : contents.libraries()) {
      library.exports().stream()
          .filter(e -> e.startsWith(JniName.PREFIX) && !names.isExpected(e))
          .map(e -> withoutMethod(library, e, names))
          .forEach(findings::add);
    }
    return findings.stream().distinct().toList();
  }

  private void checkClass(
      List<JniUnit> platform, List<NativeMethod> methods, JniNames names, List<Finding> findings) {
    List<JniUnit> serving =
        platform.stream()
            .filter(u -> methods.stream().anyMatch(m -> names.isBound(m, u.exports())))
            .toList();
    for (JniUnit unit : serving.isEmpty() ? platform.subList(0, 1) : serving) {
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
      NativeLibrary library, JniUnit unit, NativeMethod method, JniNames names) {
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
