package dev.elfwright.natives.jni;

/**
 * The names by which the JVM looks for the C function of a native method (Java Native Interface
 * Specification, chapter 2, "Resolving Native Method Names").
 *
 * <table>
 * <caption>How characters of Java names are written</caption>
 * <tr><td>letters and digits of ASCII</td><td>as they are</td></tr>
 * <tr><td>/</td><td>_</td></tr>
 * <tr><td>_</td><td>_1</td></tr>
 * <tr><td>;</td><td>_2</td></tr>
 * <tr><td>[</td><td>_3</td></tr>
 * <tr><td>others, by UTF-16 unit</td><td>_0 and four lower-case hexadecimal digits</td></tr>
 * </table>
 */
public final class JniName {
  /** What the name of every such function starts with. */
  public static final String PREFIX = "Java_";

  /** The function that the JVM calls when it has loaded a library; it may register functions. */
  public static final String ON_LOAD = "JNI_OnLoad";

  private JniName() {}

  /** The name that the JVM tries first: class and method. */
  public static String shortName(NativeMethod method) {
    return PREFIX + mangle(method.className()) + "_" + mangle(method.name());
  }

  /** The name that it tries second: with the types of the arguments. */
  public static String longName(NativeMethod method) {
    String types = method.descriptor();
    return shortName(method) + "__" + mangle(types.substring(1, types.indexOf(')')));
  }

  /** One name, written as above. */
  public static String mangle(String name) {
    StringBuilder out = new StringBuilder(name.length() + 16);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      switch (c) {
        case '/' -> out.append('_');
        case '_' -> out.append("_1");
        case ';' -> out.append("_2");
        case '[' -> out.append("_3");
        default -> {
          if (isPlain(c)) {
            out.append(c);
          } else {
            out.append("_0%04x".formatted((int) c));
          }
        }
      }
    }
    return out.toString();
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
