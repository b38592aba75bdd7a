package dev.elfwright.dwarf;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Programs with one of everything that debugging information has a word for. */
final class Sources {
  static final String C =
      """
      #include <stdarg.h>
      struct point { int x, y; unsigned kind : 3, : 2, level : 5; };
      union word { long number; char bytes[8]; };
      enum colour { RED, GREEN = 5, BLUE = -1 };
      typedef int (*handler)(const struct point *, ...);
      struct list { struct list *next; union word w; handler h; volatile int flags[3][4]; };
      static __thread int mine = 3;
      struct list head;
      static inline int square(int v) { int twice = v * 2; return twice * v / 2; }
      int sum(int n, ...) {
        va_list all; va_start(all, n);
        int s = 0;
        for (int i = 0; i < n; i++) { int one = va_arg(all, int); s += square(one); }
        va_end(all);
        return s + mine;
      }
      static enum colour pick(_Bool b, double d, float *f) { *f = d; return b ? GREEN : BLUE; }
      int main(int argc, char **argv) {
        static int calls;
        float f; struct point p = { argc, 2, 1, 9 };
        calls += pick(argc > 1, 1.5, &f) + sum(2, argc, p.y) + square(p.x);
        return calls + (int) f + head.flags[1][2];
      }
      """;

  static final String CPP =
      """
      #include <cstddef>
      namespace geometry {
        struct Shape { virtual ~Shape(); virtual double area() const = 0; protected: int id = 0; };
        template <typename T, int N> struct Box : virtual public Shape {
          T sides[N]; static int made; Box(T first) { for (T &s : sides) s = first; made++; }
          double area() const override { double a = 1; for (T s : sides) a *= s; return a; }
        };
        template <typename T, int N> int Box<T, N>::made;
        enum class Kind : unsigned char { FLAT, ROUND };
        inline namespace v1 { using Square = Box<int, 2>; }
        Shape::~Shape() {}
      }
      template <typename... A> int count(A &&...a) { return sizeof...(a); }
      int geometry::Kind::*never();
      static int twice(int &&v) { return [v](int w) { return v * w; }(2); }
      int main(int argc, char **) {
        geometry::Square s(argc); decltype(nullptr) n = nullptr;
        int geometry::Square::*member = nullptr;
        return s.area() + count(1, 'c', 2.0) + twice(argc + 1) + (n == nullptr) + (member == nullptr);
      }
      """
          .replace("int geometry::Kind::*never();\n", "");

  private Sources() {}

  /** Compiles one of the sources; the result is {@code name} in the folder. */
  static Path compile(Path folder, String name, String compiler, String source, String... options)
      throws IOException {
    String ending = compiler.contains("++") ? ".cc" : ".c";
    Files.writeString(folder.resolve("source" + ending), source);
    List<String> command = new ArrayList<>(List.of(compiler, "-g", "-o", name));
    command.addAll(Arrays.asList(options));
    command.add("source" + ending);
    Tool.run(folder, command);
    return folder.resolve(name);
  }
}
