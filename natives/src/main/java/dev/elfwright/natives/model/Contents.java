package dev.elfwright.natives.model;

import dev.elfwright.natives.jni.NativeMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a jar or a folder holds of native code.
 *
 * @param place the jar or folder
 * @param libraries its libraries and programs, by name
 * @param methods the native methods of its classes, by class
 */
public record Contents(String place, List<NativeLibrary> libraries, List<NativeMethod> methods) {

  /** The same with the native methods of another jar or folder. */
  public Contents withMethodsOf(Contents other) {
    List<NativeMethod> all = new ArrayList<>(methods);
    all.addAll(other.methods);
    return new Contents(place, libraries, all.stream().distinct().toList());
  }

  /** The same with some of the libraries only. */
  public Contents where(Predicate<? super NativeLibrary> chosen) {
    return new Contents(place, libraries.stream().filter(chosen).toList(), methods);
  }

  /** The path of a library from the root of the jar or folder. */
  public String entry(NativeLibrary library) {
    if (library.place().equals(place)) {
      return library.fileName();
    }
    int separator = library.place().startsWith("!/", place.length()) ? 2 : 1;
    return library.place().substring(place.length() + separator);
  }

  /** The same with the libraries that a pattern means. */
  public Contents where(EntryPattern pattern) {
    return where(library -> pattern.matches(entry(library)));
  }
}
