package dev.elfwright.natives.rule;

import dev.elfwright.elf.constant.OsAbi;
import dev.elfwright.natives.jni.JniName;
import dev.elfwright.natives.jni.NativeMethod;
import dev.elfwright.natives.model.Libc;
import dev.elfwright.natives.model.NativeLibrary;
import dev.elfwright.natives.model.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The libraries of one folder for one platform: loaded together. */
record JniUnit(List<NativeLibrary> libraries, Set<String> exports) {
  private JniUnit() {
    this(new ArrayList<>(), new HashSet<>());
  }

  private record Platform(Target target, Libc libc) {
    static Platform of(NativeLibrary library) {
      Target t = library.target();
      // A library that uses extensions of GNU's runs on the same systems as one that does not.
      int osAbi = t.osAbi() == OsAbi.GNU ? OsAbi.NONE : t.osAbi();
      return new Platform(new Target(t.machine(), t.bits(), t.bigEndian(), osAbi), library.libc());
    }

    /** Whether this is that platform, or runs on it, needing no C library. */
    boolean runsOn(Platform other) {
      return target.equals(other.target) && (libc == other.libc || libc == Libc.NONE);
    }
  }

  /**
   * The units of each platform. Libraries that need no C library belong to all platforms of their
   * target; programs do not serve Java.
   */
  static List<List<JniUnit>> byPlatform(List<NativeLibrary> all) {
    List<NativeLibrary> libraries = all.stream().filter(l -> !l.isProgram()).toList();
    Set<Platform> platforms = new LinkedHashSet<>();
    libraries.forEach(l -> platforms.add(Platform.of(l)));
    return platforms.stream()
        .filter(p -> platforms.stream().noneMatch(q -> !q.equals(p) && p.runsOn(q)))
        .map(p -> libraries.stream().filter(l -> Platform.of(l).runsOn(p)).toList())
        .map(JniUnit::byFolder)
        .toList();
  }

  private static List<JniUnit> byFolder(List<NativeLibrary> libraries) {
    Map<String, JniUnit> found = new LinkedHashMap<>();
    for (NativeLibrary library : libraries) {
      JniUnit unit = found.computeIfAbsent(library.folder(), _ -> new JniUnit());
      unit.libraries.add(library);
      unit.exports.addAll(library.exports());
    }
    return List.copyOf(found.values());
  }

  /** The library that a missing function belongs to: one that has others of its class. */
  NativeLibrary home(List<NativeMethod> methods, JniNames names) {
    return libraries.stream()
        .filter(l -> methods.stream().anyMatch(m -> names.isBound(m, l.exports())))
        .findFirst()
        .orElse(libraries.getFirst());
  }

  /** Whether functions may be registered under any name. */
  boolean mayRegister() {
    return exports.contains(JniName.ON_LOAD);
  }
}
