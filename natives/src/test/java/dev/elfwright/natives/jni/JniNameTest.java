package dev.elfwright.natives.jni;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.natives.Natives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names are those that javac writes into the headers for C. */
class JniNameTest {
  private static final String SOURCE =
      """
      package some_package.plain_2;
      public class Plain_Name {
        native void simple();
        native int with_underscore(int a);
        static native long über(String s);
        native void over();
        native void over(int i, long[] j, String[][] s, boolean b);
        native void over(java.util.Map.Entry e, Inner i);
        native void notOverloaded(double d);
        void notOverloaded(float f) {}
        native int 漢字(char c);
        native void \ud835\udc00(); // outside of the basic plane
        native void $dollar1();
        static class Inner { native void own(Inner i); class Deep_er { native byte x(short s); } }
        enum E { A; native E next(E e); }
        interface I { class R { native int b(); } }
      }
      """;

  @TempDir Path folder;

  @Test
  void javacNamesTheFunctionsTheSame() throws IOException {
    Path source =
        Files.createDirectories(folder.resolve("some_package/plain_2")).resolve("Plain_Name.java");
    Files.writeString(source, SOURCE);
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-encoding",
                "UTF-8",
                "-d",
                folder.resolve("classes").toString(),
                "-h",
                folder.resolve("headers").toString(),
                source.toString());
    assertThat(code).isZero();

    List<NativeMethod> methods = Natives.in(folder.resolve("classes")).contents().methods();
    Set<String> ours = new TreeSet<>();
    for (NativeMethod m : methods) {
      boolean overloaded = m.name().equals("over");
      ours.add(overloaded ? JniName.longName(m) : JniName.shortName(m));
    }
    assertThat(ours).hasSize(methods.size()).isEqualTo(declared(folder.resolve("headers")));
  }

  private static Set<String> declared(Path headers) throws IOException {
    Pattern name = Pattern.compile("JNICALL (\\w+)");
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.list(headers)) {
      for (Path header : files.toList()) {
        Matcher m = name.matcher(Files.readString(header));
        while (m.find()) {
          found.add(m.group(1));
        }
      }
    }
    assertThat(found).hasSizeGreaterThan(12);
    return found;
  }
}
