package dev.elfwright.natives.rule;

import dev.elfwright.natives.model.NativeLibrary;
import java.util.stream.Stream;

/** What a library needs to write to only while it is loaded is read-only then (PT_GNU_RELRO). */
public record Relro() implements LibraryRule {
  @Override
  public String name() {
    return "relro";
  }

  @Override
  public Stream<Finding> check(NativeLibrary library) {
    return Finding.unless(
        library.hardening().relro(),
        () ->
            Finding.violation(
                this,
                library,
                "",
                "has no PT_GNU_RELRO: tables of pointers stay writable",
                "link with -Wl,-z,relro"));
  }
}
