package dev.elfwright.natives.rule;

import dev.elfwright.natives.model.NativeLibrary;
import java.util.stream.Stream;

/**
 * Libraries have all references bound when they are loaded: a missing function is reported then,
 * not in the middle of a run, and with {@link Relro} no pointer to a function stays writable.
 */
public record BindNow() implements LibraryRule {
  @Override
  public String name() {
    return "bindnow";
  }

  @Override
  public Stream<Finding> check(NativeLibrary library) {
    return Finding.unless(
        library.hardening().bindNow(),
        () ->
            Finding.violation(
                this, library, "", "binds functions on their first call", "link with -Wl,-z,now"));
  }
}
