package dev.elfwright.fat.audit;

import java.util.List;

/** What data are, as far as it tells why they differ. */
final class Formats {
  /** Paths of files that are made on the machine, also where a package brings a first one. */
  private static final List<String> GENERATED =
      List.of(
          ".*/__pycache__/.*",
          ".*\\.py[co]",
          ".*\\.elc",
          "/etc/ld\\.so\\.cache",
          ".*/gconv-modules\\.cache",
          ".*/giomodule\\.cache",
          ".*/(loaders|immodules)\\.cache",
          ".*/icon-theme\\.cache",
          ".*/mime\\.cache",
          ".*/gschemas\\.compiled",
          ".*/locale-archive",
          "/var/cache/.*",
          "/var/lib/(dpkg|apt)/.*");

  private Formats() {}

  static boolean isGenerated(String path) {
    return GENERATED.stream().anyMatch(path::matches);
  }

  static String of(String path, byte[] bytes, int length, boolean text) {
    if (starts(bytes, length, 'B', 'C', 0xc0, 0xde)) {
      return "LLVM bitcode";
    } else if (starts(bytes, length, '!', '<', 'a', 'r', 'c', 'h', '>', '\n')) {
      return "static archive";
    } else if (starts(bytes, length, 0x1f, 0x8b)) {
      return "gzip file";
    } else if (starts(bytes, length, '#', '!')) {
      return "script";
    } else if (path.endsWith(".h") || path.endsWith(".hpp")) {
      return "header";
    }
    return length == 0 ? "empty file" : text ? "text" : "data";
  }

  private static boolean starts(byte[] bytes, int length, int... magic) {
    if (length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((bytes[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
