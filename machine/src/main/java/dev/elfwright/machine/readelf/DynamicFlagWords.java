package dev.elfwright.machine.readelf;

/** The words of DT_FLAGS, DT_FLAGS_1 and their like. */
final class DynamicFlagWords {
  private static final String[] FLAGS = {"ORIGIN", "SYMBOLIC", "TEXTREL", "BIND_NOW", "STATIC_TLS"};
  private static final String[] FLAGS_1 = {
    "NOW",
    "GLOBAL",
    "GROUP",
    "NODELETE",
    "LOADFLTR",
    "INITFIRST",
    "NOOPEN",
    "ORIGIN",
    "DIRECT",
    "TRANS",
    "INTERPOSE",
    "NODEFLIB",
    "NODUMP",
    "CONFALT",
    "ENDFILTEE",
    "DISPRELDNE",
    "DISPRELPND",
    "NODIRECT",
    "IGNMULDEF",
    "NOKSYMS",
    "NOHDR",
    "EDITED",
    "NORELOC",
    "SYMINTPOSE",
    "GLOBAUDIT",
    "SINGLETON",
    "STUB",
    "PIE",
    "KMOD",
    "WEAKFILTER",
    "NOCOMMON"
  };
  private static final String[] GNU_FLAGS_1 = {"UNIQUE"};
  private static final String[] FEATURE = {"PARINIT", "CONFEXP"};
  private static final String[] POSFLAG_1 = {"LAZYLOAD", "GROUPPERM"};
  private static final String[] MIPS_FLAGS = {
    "QUICKSTART",
    "NOTPOT",
    "NO_LIBRARY_REPLACEMENT",
    "NO_MOVE",
    "SGI_ONLY",
    "GUARANTEE_INIT",
    "DELTA_C_PLUS_PLUS",
    "GUARANTEE_START_INIT",
    "PIXIE",
    "DEFAULT_DELAY_LOAD",
    "REQUICKSTART",
    "REQUICKSTARTED",
    "CORD",
    "NO_UNRES_UNDEF",
    "RLD_ORDER_SAFE"
  };

  private DynamicFlagWords() {}

  /** DT_FLAGS. */
  static String flags(long value) {
    StringBuilder text = new StringBuilder();
    for (long rest = value; rest != 0; rest &= rest - 1) {
      int bit = Long.numberOfTrailingZeros(rest);
      text.append(text.isEmpty() ? "" : " ").append(bit < FLAGS.length ? FLAGS[bit] : "unknown");
    }
    return text.toString();
  }

  /** DT_FLAGS_1. */
  static String flags1(long value) {
    return labelled(value, FLAGS_1);
  }

  /** DT_GNU_FLAGS_1. */
  static String gnuFlags1(long value) {
    return labelled(value, GNU_FLAGS_1);
  }

  /** DT_FEATURE. */
  static String feature(long value) {
    return labelled(value, FEATURE);
  }

  /** DT_POSFLAG_1. */
  static String posFlag1(long value) {
    return labelled(value, POSFLAG_1);
  }

  /** Words for the bits that have one, and a number for the rest. */
  private static String labelled(long value, String[] words) {
    if (value == 0) {
      return "Flags: None";
    }
    StringBuilder text = new StringBuilder("Flags:");
    long rest = value;
    for (int bit = 0; bit < words.length; bit++) {
      if ((value & 1L << bit) != 0) {
        text.append(' ').append(words[bit]);
        rest &= ~(1L << bit);
      }
    }
    return rest == 0 ? text.toString() : text.append(' ').append(Long.toHexString(rest)).toString();
  }

  /** DT_MIPS_FLAGS. */
  static String mipsFlags(long value) {
    StringBuilder text = new StringBuilder();
    for (int bit = 0; bit < MIPS_FLAGS.length; bit++) {
      if ((value & 1L << bit) != 0) {
        text.append(text.isEmpty() ? "" : " ").append(MIPS_FLAGS[bit]);
      }
    }
    return value == 0 ? "NONE" : text.toString();
  }
}
