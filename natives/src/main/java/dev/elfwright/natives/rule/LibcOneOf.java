package dev.elfwright.natives.rule;

import dev.elfwright.natives.model.Libc;
import dev.elfwright.natives.model.NativeLibrary;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Libraries were linked against one of these C libraries, or against none. One for musl does not
 * load with glibc, nor the other way round.
 *
 * @param allowed the C libraries
 */
public record LibcOneOf(Set<Libc> allowed) implements LibraryRule {
  /** Copies the set. */
  public LibcOneOf {
    allowed = Set.copyOf(allowed);
  }

  @Override
  public String name() {
    return "libc";
  }

  @Override
  public Stream<Finding> check(NativeLibrary library) {
    Libc libc = library.libc();
    boolean kept = libc == Libc.NONE || allowed.contains(libc);
    return Finding.unless(
        kept,
        () ->
            Finding.violation(
                this,
                library,
                "",
                "was linked against " + libc + ", allowed: " + sorted(),
                "link it on a system with one of these, or leave it out"));
  }

  private String sorted() {
    return String.join(", ", allowed.stream().sorted().map(Libc::name).toList());
  }
}
