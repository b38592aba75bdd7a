package dev.elfwright.natives.model;

/** The C library that a native library was linked against. */
public enum Libc {
  /** GNU's, on most distributions. */
  GLIBC,
  /** That of Alpine and of musl-gcc. */
  MUSL,
  /** Android's. */
  BIONIC,
  /** That of another system. */
  OTHER,
  /** None: the library needs nothing, or brings what it needs. */
  NONE
}
