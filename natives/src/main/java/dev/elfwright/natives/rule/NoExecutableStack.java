package dev.elfwright.natives.rule;

import dev.elfwright.natives.model.NativeLibrary;
import java.util.stream.Stream;

/**
 * No library asks for a stack that can be executed. For one that does, the loader makes all stacks
 * of the process executable and loses the guard pages of Java's threads, which HotSpot then tries
 * to put back with a warning (os_linux.cpp, os::dll_load); glibc since 2.41 refuses to load it into
 * a running process (glibc NEWS).
 */
public record NoExecutableStack() implements LibraryRule {
  private static final String REMEDY =
      "link with -Wl,-z,noexecstack, and end assembly files with"
          + " .section .note.GNU-stack,\"\",@progbits";

  @Override
  public String name() {
    return "stack";
  }

  @Override
  public Stream<Finding> check(NativeLibrary library) {
    return switch (library.hardening().stack()) {
      case DATA -> Stream.empty();
      case EXECUTABLE ->
          Stream.of(
              Finding.violation(
                  this, library, "", "PT_GNU_STACK asks for an executable stack", REMEDY));
      case UNSTATED ->
          Stream.of(
              Finding.violation(
                  this,
                  library,
                  "",
                  "has no PT_GNU_STACK, which loaders take for an executable stack",
                  REMEDY));
    };
  }
}
