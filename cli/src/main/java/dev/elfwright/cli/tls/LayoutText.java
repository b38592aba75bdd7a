package dev.elfwright.cli.tls;

import dev.elfwright.cli.measure.TextTable;
import dev.elfwright.tls.CallResult;
import dev.elfwright.tls.CloseResult;
import dev.elfwright.tls.Cure;
import dev.elfwright.tls.OpenResult;
import dev.elfwright.tls.OrderRisk;
import dev.elfwright.tls.Overrun;
import dev.elfwright.tls.Refusal;
import dev.elfwright.tls.TlsLayout;
import dev.elfwright.tls.TlsModule;
import dev.elfwright.tls.TlsModule.Place;
import dev.elfwright.tls.Variant;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code tls layout} for people. */
final class LayoutText {
  private LayoutText() {}

  static void print(TlsLayout layout, PrintStream out) {
    out.println(head(layout));
    out.print(modules(layout.modules()).indent(2));
    switch (layout.kind()) {
      case MUSL ->
          out.println(
              "  no limit: musl's dlopen gives every thread new memory; but a library that is"
                  + " opened later cannot use the initial-exec model");
      case DYNAMICALLY_LINKED, STATICALLY_LINKED ->
          out.printf(
              "  %d of %d bytes are free for what is opened later, aligned to at most %d%n",
              layout.free(), layout.size(), layout.alignment());
    }
    layout.missing().forEach(m -> out.println("does not start: " + m));
    layout.startRefusal().ifPresent(r -> out.println("does not start: " + refusal(r)));
    layout.calls().forEach(call -> print(call, out));
    layout
        .overrun()
        .ifPresent(o -> out.println("overrun: " + o.describe() + " [" + Overrun.RULE + "]"));
    layout
        .orderRisk()
        .ifPresent(r -> out.println("order: " + r.describe() + " [" + OrderRisk.RULE + "]"));
    for (Cure cure : layout.cures()) {
      String rule = cure instanceof Cure.LoadOrder ? " [" + OrderRisk.RULE + "]" : "";
      out.println("cure: " + cure.describe() + rule);
    }
  }

  private static String head(TlsLayout layout) {
    String who =
        switch (layout.kind()) {
          case MUSL -> "musl";
          case DYNAMICALLY_LINKED -> "glibc " + version(layout);
          case STATICALLY_LINKED -> "glibc " + version(layout) + ", statically linked";
        };
    return layout.program()
        + ": "
        + who
        + layout.area().map(a -> ", " + variant(a.variant())).orElse("");
  }

  private static String version(TlsLayout layout) {
    return layout.glibc().map(Object::toString).orElse("");
  }

  private static String variant(Variant variant) {
    return switch (variant) {
      case ABOVE_THREAD_POINTER -> "variant I, above the thread pointer";
      case BELOW_THREAD_POINTER -> "variant II, below the thread pointer";
    };
  }

  private static void print(CallResult call, PrintStream out) {
    switch (call) {
      case OpenResult open -> print(open, out);
      case CloseResult close -> print(close, out);
    }
  }

  private static void print(CloseResult close, PrintStream out) {
    String removed = close.removed().stream().map(Path::toString).collect(Collectors.joining(", "));
    out.printf(
        "dlclose %s, %d bytes free; %s%n",
        close.name(),
        close.free(),
        removed.isEmpty() ? "nothing is taken out" : "taken out: " + removed);
  }

  private static void print(OpenResult open, PrintStream out) {
    String free = ", %d bytes free".formatted(open.free());
    out.println(
        open.refusal()
            .map(r -> "dlopen " + open.name() + " FAILS: " + refusal(r))
            .orElse("dlopen " + open.name() + free));
    out.print(modules(open.modules()).indent(2));
  }

  private static String refusal(Refusal r) {
    String library = r.segment().isPresent() ? r.library() + ": " : "";
    String by =
        r.askedBy()
            .filter(a -> r.segment().isPresent() && !a.equals(r.library()))
            .map(a -> "; " + a + " asks for it, for " + r.symbol())
            .orElse("");
    return library + r.message() + by + " [" + r.rule().id() + "]";
  }

  private static String modules(List<TlsModule> modules) {
    if (modules.isEmpty()) {
      return "";
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("file", "bytes", "align", "offset", "accesses"));
    for (TlsModule m : modules) {
      rows.add(
          List.of(
              m.library().toString(),
              String.valueOf(m.segment().size()),
              String.valueOf(m.segment().alignment()),
              offset(m.place()),
              m.accesses().stream()
                  .map(a -> a.name().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(","))));
    }
    return TextTable.of(rows);
  }

  private static String offset(Place place) {
    return switch (place) {
      case Place.InBlock(long offset) -> String.valueOf(offset);
      case Place.FromStart _ -> "start";
      case Place.OnDemand _ -> "dynamic";
      case Place.Nowhere _ -> "-";
    };
  }
}
