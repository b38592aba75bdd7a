package dev.elfwright.natives.rule;

import dev.elfwright.natives.model.GlibcPort;
import dev.elfwright.natives.model.GlibcVersion;
import dev.elfwright.natives.model.NativeLibrary;
import dev.elfwright.natives.model.NeededVersion;
import java.util.List;
import java.util.stream.Stream;

/**
 * Libraries load with this release of glibc and all later ones. The loader refuses a library that
 * asks for a version which its libc does not define (glibc elf/dl-version.c), whether or not the
 * symbol is ever used. Libraries of other C libraries pass; those for machines that are younger
 * than this release may ask for the first release that knew the machine.
 *
 * @param newest the oldest glibc that the libraries have to work with
 */
public record GlibcAtMost(GlibcVersion newest) implements LibraryRule {
  @Override
  public String name() {
    return "glibc";
  }

  @Override
  public Stream<Finding> check(NativeLibrary library) {
    return library.neededVersions().stream()
        .filter(v -> !v.weak() && GlibcVersion.isOfGlibc(v.name()) && !isAllowed(v, library))
        .flatMap(v -> findings(library, v));
  }

  private boolean isAllowed(NeededVersion needed, NativeLibrary library) {
    return GlibcVersion.ofSymbolVersion(needed.name())
        .filter(release ->
            release.compareTo(newest) <= 0
                || release.compareTo(GlibcPort.first(library.target())) <= 0)
        .isPresent();
  }

  private Stream<Finding> findings(NativeLibrary library, NeededVersion v) {
    List<String> symbols = v.symbols().isEmpty() ? List.of("") : v.symbols();
    return symbols.stream()
        .map(symbol ->
            Finding.violation(
                this,
                library,
                symbol,
                "needs %s of %s, newer than glibc %s".formatted(v.name(), v.file(), newest),
                remedy(v)));
  }

  private String remedy(NeededVersion v) {
    return GlibcVersion.ofSymbolVersion(v.name()).isEmpty()
        ? "use what glibc declares in its headers; this belongs to one build of it"
        : v.symbols().isEmpty()
            ? "link with -Wl,-z,nopack-relative-relocs"
            : "link on a system with glibc " + newest + " or older, or avoid the symbol";
  }
}
