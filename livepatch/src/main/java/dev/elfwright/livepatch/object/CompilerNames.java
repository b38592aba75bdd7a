package dev.elfwright.livepatch.object;

import java.util.List;

/** Names that compilers and the kernel's macros give, which say nothing lasting. */
public final class CompilerNames {
  // Static variables of macros, whose first state goes with the code that uses them.
  private static final List<String> COPIED =
      List.of(
          "__key",
          "__warned",
          "__already_done",
          "__func__",
          "__FUNCTION__",
          "__PRETTY_FUNCTION__",
          "_rs",
          "CSWTCH",
          "_entry",
          "_entry_ptr",
          "__msg",
          "__already_warned");

  private CompilerNames() {}

  /** Whether data of this name is made for the code that uses it, so that it can be copied. */
  static boolean isMadeForItsUser(String name) {
    if (name.startsWith(".L")
        || name.startsWith("__unnamed_")
        || name.startsWith(".compoundliteral")) {
      return true;
    }
    for (String copied : COPIED) {
      // GCC: name.NUMBER; Clang: function.name, with .NUMBER from the second on.
      if (hasWord(name, copied)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasWord(String name, String word) {
    int at = name.indexOf(word);
    while (at >= 0) {
      int end = at + word.length();
      boolean gcc = at == 0 && end < name.length() && name.charAt(end) == '.';
      boolean clang = at > 0 && name.charAt(at - 1) == '.' && isEndOrNumber(name, end);
      if (gcc || clang) {
        return true;
      }
      at = name.indexOf(word, at + 1);
    }
    return false;
  }

  private static boolean isEndOrNumber(String name, int end) {
    return end == name.length() || name.charAt(end) == '.';
  }

  /** Whether it is the part of a function that is rarely reached: {@code f.cold}. */
  static boolean isColdPart(String name) {
    int at = name.indexOf(".cold");
    return at > 0 && (at + 5 == name.length() || name.charAt(at + 5) == '.');
  }

  // What GCC puts behind the name of a function whose parameters it changed, or of which it made
  // a part a function of its own.
  private static final List<String> CLONES = List.of(".isra.", ".constprop.", ".part.");

  /** Whether it is a function of the compiler's making, with parameters of its own. */
  public static boolean isClone(String name) {
    return CLONES.stream().anyMatch(name::contains) && !isColdPart(name);
  }

  /** The name that a clone's function has in the source. */
  public static String sourceName(String name) {
    int dot = name.indexOf('.', 1);
    return isClone(name) && dot > 0 ? name.substring(0, dot) : name;
  }

  /**
   * The name without the numbers that compilers, {@code __UNIQUE_ID} and initcalls count: the same
   * for what may be the same.
   */
  public static String withoutNumbers(String name) {
    boolean unique = name.contains("__UNIQUE_ID_") || name.startsWith("__initcall_");
    if (!unique && name.indexOf('.') < 0) {
      return name;
    }
    StringBuilder out = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean number = c == '.' && i + 1 < name.length() && isDigit(name.charAt(i + 1));
      if (number || unique && isDigit(c)) {
        while (i + 1 < name.length() && isDigit(name.charAt(i + 1))) {
          i++;
        }
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
