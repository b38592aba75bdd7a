package dev.elfwright.tls;

/** What lays out the static block of a program. */
public enum ProcessKind {
  /** glibc's loader. */
  DYNAMICALLY_LINKED,
  /** glibc's start-up code in the program itself. */
  STATICALLY_LINKED,
  /** musl's loader. */
  MUSL
}
