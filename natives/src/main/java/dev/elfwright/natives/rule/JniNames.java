package dev.elfwright.natives.rule;

import dev.elfwright.natives.jni.JniName;
import dev.elfwright.natives.jni.NativeMethod;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The names that the JVM looks for, of all native methods of a jar. */
final class JniNames {
  private final Map<String, List<NativeMethod>> byClass;
  private final Set<String> expected = new HashSet<>();
  private final Map<String, Long> overloads;

  JniNames(List<NativeMethod> methods) {
    byClass =
        methods.stream()
            .collect(
                Collectors.groupingBy(
                    NativeMethod::className, LinkedHashMap::new, Collectors.toList()));
    overloads =
        methods.stream()
            .map(JniName::shortName)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    for (NativeMethod m : methods) {
      expected.add(JniName.shortName(m));
      expected.add(JniName.longName(m));
    }
  }

  Map<String, List<NativeMethod>> byClass() {
    return byClass;
  }

  boolean isExpected(String export) {
    return expected.contains(export);
  }

  private boolean isOverloaded(NativeMethod m) {
    return overloads.getOrDefault(JniName.shortName(m), 0L) > 1;
  }

  /** Whether the JVM finds a function, be it the right one. */
  boolean isBound(NativeMethod m, Set<String> exports) {
    return exports.contains(JniName.shortName(m)) || exports.contains(JniName.longName(m));
  }

  /** Whether the JVM finds the same function for several methods: it tries the short name first. */
  boolean isAmbiguous(NativeMethod m, Set<String> exports) {
    return isOverloaded(m) && exports.contains(JniName.shortName(m));
  }

  /** The name that the function of a method should have. */
  String expected(NativeMethod m) {
    return isOverloaded(m) ? JniName.longName(m) : JniName.shortName(m);
  }

  /** The class whose function this would be. */
  Optional<String> classOf(String export) {
    return byClass.keySet().stream()
        .filter(c -> export.startsWith(JniName.PREFIX + JniName.mangle(c) + "_"))
        .max(java.util.Comparator.comparingInt(String::length))
        .map(c -> c.replace('/', '.'));
  }
}
