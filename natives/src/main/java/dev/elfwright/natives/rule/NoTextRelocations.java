package dev.elfwright.natives.rule;

import dev.elfwright.natives.model.NativeLibrary;
import java.util.stream.Stream;

/**
 * No library has its code changed when it is loaded. Such code is copied into each process, and
 * SELinux and Android refuse it.
 */
public record NoTextRelocations() implements LibraryRule {
  @Override
  public String name() {
    return "textrel";
  }

  @Override
  public Stream<Finding> check(NativeLibrary library) {
    return Finding.unless(
        !library.hardening().textRelocations(),
        () ->
            Finding.violation(
                this,
                library,
                "",
                "has relocations in its code (DT_TEXTREL)",
                "compile all of it with -fPIC; -Wl,-z,text names what is not"));
  }
}
