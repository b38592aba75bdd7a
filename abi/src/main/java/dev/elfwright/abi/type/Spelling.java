package dev.elfwright.abi.type;

import java.util.List;
import java.util.Locale;

/** Writes a type as C and C++ do, and stops where it would become endless. */
final class Spelling {
  private static final int LONGEST = 1000;
  private static final int DEEPEST = 64;

  private final TypeTable types;
  private final StringBuilder out = new StringBuilder();

  Spelling(TypeTable types) {
    this.types = types;
  }

  String of(int number) {
    add(number, 0);
    return out.toString();
  }

  private void add(int number, int depth) {
    if (depth > DEEPEST || out.length() > LONGEST) {
      if (!out.toString().endsWith("...")) {
        out.append("...");
      }
      return;
    }
    switch (types.get(number)) {
      case Type.Nothing _ -> out.append("void");
      case Type.Base b -> out.append(b.name());
      case Type.Pointer p -> addPointer(p, depth);
      case Type.MemberPointer(int owner, int to) -> {
        add(to, depth + 1);
        out.append(' ');
        add(owner, depth + 1);
        out.append("::*");
      }
      case Type.Array(int element, List<Long> counts, boolean isVector) -> {
        add(element, depth + 1);
        for (long count : counts) {
          out.append('[').append(count < 0 ? "" : Long.toString(count)).append(']');
        }
        out.append(isVector ? " vector" : "");
      }
      case Type.Qualified(var qualifier, int of) -> {
        String word = qualifier.name().toLowerCase(Locale.ROOT);
        if (types.get(of) instanceof Type.Pointer) {
          add(of, depth + 1);
          out.append(' ').append(word);
        } else if (isSaidByElements(qualifier, of)) {
          add(of, depth + 1);
        } else {
          out.append(word).append(' ');
          add(of, depth + 1);
        }
      }
      case Type.Typedef t -> out.append(t.name());
      case Type.Function f -> addFunction(f, "", depth);
      case Type.Enumeration e -> addNamed("enum", e.name());
      case Type.Aggregate a -> addNamed(word(a.kind()), a.name());
      case Type.Opaque o -> addNamed(o.kind().name().toLowerCase(Locale.ROOT), o.name());
    }
  }

  /** A qualifier of an array is one of its elements (C11, 6.7.3); compilers tell it of both. */
  private boolean isSaidByElements(Type.Qualifier qualifier, int of) {
    return types.get(of) instanceof Type.Array(int element, _, _)
        && types.get(element) instanceof Type.Qualified(Type.Qualifier own, _)
        && own == qualifier;
  }

  private void addPointer(Type.Pointer pointer, int depth) {
    if (types.get(pointer.to()) instanceof Type.Function f) {
      addFunction(f, "(*)", depth);
      return;
    }
    add(pointer.to(), depth + 1);
    out.append(
        switch (pointer.kind()) {
          case POINTER -> "*";
          case REFERENCE -> "&";
          case RVALUE_REFERENCE -> "&&";
        });
  }

  private void addFunction(Type.Function f, String middle, int depth) {
    add(f.result(), depth + 1);
    out.append(' ').append(middle).append('(');
    for (int i = 0; i < f.parameters().size() && out.length() <= LONGEST; i++) {
      out.append(i == 0 ? "" : ", ");
      add(f.parameters().get(i), depth + 1);
    }
    out.append(f.isVariadic() ? ", ...)" : ")");
  }

  private static String word(Type.AggregateKind kind) {
    return kind == Type.AggregateKind.UNION ? "union" : "struct";
  }

  private void addNamed(String word, String name) {
    out.append(word).append(' ').append(name.isEmpty() ? "{...}" : name);
  }
}
