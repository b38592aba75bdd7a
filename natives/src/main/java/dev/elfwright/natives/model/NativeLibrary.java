package dev.elfwright.natives.model;

import java.util.List;
import java.util.Set;

/**
 * One ELF library or program.
 *
 * @param place where it is: {@code app.jar!/linux/x86-64/libapp.so}
 * @param target what it was compiled for
 * @param libc the C library it was linked against
 * @param linkage how it is found and what it loads
 * @param hardening what makes it harder to attack
 * @param largestPage the size in bytes of the largest memory page on which it can be loaded, a
 *     power of two
 * @param imports what others have to define
 * @param neededVersions the versions that others have to define
 * @param definedVersions the versions that it defines
 * @param exports the names of the symbols that it defines for others
 */
public record NativeLibrary(
    String place,
    Target target,
    Libc libc,
    Linkage linkage,
    Hardening hardening,
    long largestPage,
    List<Import> imports,
    List<NeededVersion> neededVersions,
    Set<String> definedVersions,
    Set<String> exports) {

  /** The name of its file without folders. */
  public String fileName() {
    return place.substring(place.lastIndexOf('/') + 1);
  }

  /** The folder that it is in, with that of the jar. */
  public String folder() {
    return place.substring(0, place.lastIndexOf('/') + 1);
  }

  /** Whether it is a program, which nobody links against. */
  public boolean isProgram() {
    return linkage.interpreter().isPresent();
  }

  @Override
  public String toString() {
    return place;
  }
}
