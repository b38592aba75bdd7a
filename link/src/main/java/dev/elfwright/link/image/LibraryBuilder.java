package dev.elfwright.link.image;

import dev.elfwright.elf.build.Target;
import java.util.ArrayList;
import java.util.List;

/** A shared library while it is built, see {@link SharedLibrary#build}. */
public final class LibraryBuilder extends ImageBuilder {
  private boolean symbolic;

  LibraryBuilder(String soname, Target target) {
    super(soname, target);
  }

  /**
   * Gives exported symbols a version. A version succeeds the one defined before it. Symbols without
   * one stay visible.
   *
   * @param version such as {@code HELLO_1.0}
   */
  public void version(String version, String... symbols) {
    versions.computeIfAbsent(version, _ -> new ArrayList<>()).addAll(List.of(symbols));
  }

  /** Binds references to own definitions here, so that no other file can replace them. */
  public void bindsOwnSymbols() {
    symbolic = true;
  }

  ImageOptions options() {
    return new ImageOptions(
        name,
        ImageKind.LIBRARY,
        target,
        machine,
        null,
        null,
        runpath,
        lazy,
        symbolic,
        packed,
        versions,
        exported);
  }
}
