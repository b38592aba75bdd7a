package dev.elfwright.cli.abi;

import dev.elfwright.abi.library.ExportedSymbol;
import dev.elfwright.abi.library.LibraryAbi;
import dev.elfwright.abi.library.RestartableSequences;
import dev.elfwright.abi.library.SymbolKind;
import dev.elfwright.abi.library.ThreadLocals;
import dev.elfwright.abi.type.Layout;
import dev.elfwright.abi.type.Type;
import java.io.PrintStream;
import java.util.Locale;

/** How {@code abi dump} shows a library as text. */
final class DumpText {
  private final PrintStream out;

  DumpText(PrintStream out) {
    this.out = out;
  }

  void print(LibraryAbi abi) {
    out.println(abi.file() + abi.soname().map(s -> ", soname " + s).orElse(""));
    out.println("  needs     " + String.join(" ", abi.needed()));
    if (!abi.versions().isEmpty()) {
      out.println("  versions  " + String.join(" ", abi.versions()));
    }
    ThreadLocals tls = abi.threadLocals();
    tls.model()
        .ifPresent(model ->
            out.printf(
                "  tls       %,d bytes, aligned to %d, %s model%n",
                tls.size(), tls.alignment(), word(model)));
    if (abi.sequences().count() > 0) {
      out.println("  rseq      " + abi.sequences().count() + " restartable sequences");
    }
    for (RestartableSequences.Fault fault : abi.sequences().faults()) {
      out.printf("            %s [%s]%n", fault.message(), fault.rule());
    }
    out.println("  sight     " + SightText.of(abi.sight()));
    if (!abi.sight().missing().isEmpty()) {
      out.println("  missing   " + SightText.missing(abi.sight()));
    }
    out.println();
    for (ExportedSymbol s : abi.symbols()) {
      out.printf("%-9s %s%s%n", word(s.kind()), s.fullName(), facts(s, abi));
    }
    for (Type type : abi.types().types()) {
      switch (type) {
        case Type.Aggregate a when !a.name().isEmpty() -> print(Layout.of(a, abi.types()));
        case Type.Enumeration e when !e.name().isEmpty() -> print(e);
        default -> {}
      }
    }
  }

  private void print(Layout layout) {
    out.println();
    out.println(layout.title());
    layout.rows().forEach(r -> out.printf("%8s  %s%n", r.place(), r.declaration()));
  }

  private void print(Type.Enumeration enumeration) {
    out.println();
    out.printf("enum %s, %d bytes%n", enumeration.name(), enumeration.size());
    enumeration.enumerators().forEach(e -> out.printf("%8d  %s%n", e.value(), e.name()));
  }

  private static String facts(ExportedSymbol s, LibraryAbi abi) {
    StringBuilder facts = new StringBuilder();
    if (s.kind() == SymbolKind.DATA || s.kind() == SymbolKind.THREAD_LOCAL) {
      facts.append("  %d bytes, aligned to %d".formatted(s.size(), s.alignment()));
    }
    if (s.kind() == SymbolKind.DATA) {
      facts.append(", ").append(word(s.protection()));
    }
    if (s.hasType()) {
      facts.append("  ").append(abi.types().spell(s.type()));
    }
    return facts.toString();
  }

  private static String word(SymbolKind kind) {
    return switch (kind) {
      case INDIRECT_FUNCTION -> "ifunc";
      case THREAD_LOCAL -> "tls";
      case FUNCTION, DATA, OTHER -> word((Enum<?>) kind);
    };
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
