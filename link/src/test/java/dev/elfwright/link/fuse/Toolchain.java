package dev.elfwright.link.fuse;

import java.util.List;

/** A compiler, a linker, and whether programs may move. */
enum Toolchain {
  GCC_PIE("gcc", "g++", "bfd", true),
  CLANG_PIE("clang-14", "clang++-14", "lld", true),
  GCC_FIXED("gcc", "g++", "bfd", false),
  CLANG_FIXED("clang-14", "clang++-14", "lld", false);

  private final String c;
  private final String cxx;
  private final String linker;
  private final boolean movable;

  Toolchain(String c, String cxx, String linker, boolean movable) {
    this.c = c;
    this.cxx = cxx;
    this.linker = linker;
    this.movable = movable;
  }

  String compiler(boolean plusPlus) {
    return plusPlus ? cxx : c;
  }

  boolean isGcc() {
    return c.equals("gcc");
  }

  boolean isMovable() {
    return movable;
  }

  List<String> linking() {
    return List.of("-fuse-ld=" + linker);
  }

  List<String> programFlags() {
    return movable ? List.of("-fPIE", "-pie") : List.of("-fno-pie", "-no-pie");
  }
}
