package dev.elfwright.cli.tls;

import dev.elfwright.tls.CallResult;
import dev.elfwright.tls.CloseResult;
import dev.elfwright.tls.Cure;
import dev.elfwright.tls.OpenResult;
import dev.elfwright.tls.OrderRisk;
import dev.elfwright.tls.Overrun;
import dev.elfwright.tls.Refusal;
import dev.elfwright.tls.TlsAccess;
import dev.elfwright.tls.TlsLayout;
import dev.elfwright.tls.TlsModule;
import dev.elfwright.tls.TlsModule.Place;
import dev.elfwright.tls.Variant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code tls layout --json}: one of these for each program. */
record LayoutReport(
    Path program,
    String kind,
    @Nullable String glibc,
    Optional<Variant> variant,
    Block block,
    List<Module> modules,
    List<String> missing,
    Optional<Failure> startFailure,
    List<Opened> opens,
    List<Closed> closes,
    Optional<Outside> overrun,
    Optional<Order> orderRisk,
    List<CureEntry> cures) {

  /** Sizes in bytes. */
  record Block(long size, long alignment, long used, long free, long surplus) {}

  /** An object with thread-local storage; {@code offset} is null where it is not in the block. */
  record Module(
      Path library,
      long size,
      long alignment,
      List<TlsAccess> accesses,
      String place,
      @Nullable Long offset) {}

  /** Why a dlopen fails. */
  record Failure(
      String rule,
      Path library,
      Optional<Path> askedBy,
      String symbol,
      long free,
      String message) {}

  /** One dlopen. */
  record Opened(
      String name, boolean opened, Optional<Failure> failure, List<Module> modules, long free) {}

  /** One dlclose; {@code opensBefore} tells its place among the dlopens. */
  record Closed(String name, int opensBefore, List<Path> removed, long free) {}

  /** A library whose segment begins so many bytes before the block. */
  record Outside(String rule, Path library, long bytes) {}

  /** Another order in which a dlopen fails. */
  record Order(String rule, String first, String before, Failure failure) {}

  /** A cure. */
  record CureEntry(
      String kind, String text, @Nullable Long optionalStaticTls, List<Path> libraries) {}

  static LayoutReport of(TlsLayout layout) {
    return new LayoutReport(
        layout.program(),
        layout.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        layout.glibc().map(Object::toString).orElse(null),
        layout.area().map(a -> a.variant()),
        new Block(
            layout.size(), layout.alignment(), layout.used(), layout.free(), layout.surplus()),
        layout.modules().stream().map(LayoutReport::module).toList(),
        layout.missing().stream().map(Object::toString).toList(),
        layout.startRefusal().map(LayoutReport::failure),
        layout.opens().stream().map(LayoutReport::opened).toList(),
        closes(layout.calls()),
        layout.overrun().map(o -> new Outside(Overrun.RULE, o.library(), o.bytes())),
        layout
            .orderRisk()
            .map(r -> new Order(OrderRisk.RULE, r.first(), r.before(), failure(r.refusal()))),
        layout.cures().stream().map(LayoutReport::cure).toList());
  }

  private static Opened opened(OpenResult open) {
    return new Opened(
        open.name(),
        open.isOpened(),
        open.refusal().map(LayoutReport::failure),
        open.modules().stream().map(LayoutReport::module).toList(),
        open.free());
  }

  private static List<Closed> closes(List<CallResult> calls) {
    List<Closed> closes = new ArrayList<>();
    int opens = 0;
    for (CallResult call : calls) {
      switch (call) {
        case OpenResult _ -> opens++;
        case CloseResult close ->
            closes.add(new Closed(close.name(), opens, close.removed(), close.free()));
      }
    }
    return closes;
  }

  private static Failure failure(Refusal r) {
    return new Failure(r.rule().id(), r.library(), r.askedBy(), r.symbol(), r.free(), r.message());
  }

  private static Module module(TlsModule m) {
    return new Module(
        m.library(),
        m.segment().size(),
        m.segment().alignment(),
        m.accesses(),
        placeName(m.place()),
        m.place() instanceof Place.InBlock(long offset) ? offset : null);
  }

  static String placeName(Place place) {
    return switch (place) {
      case Place.InBlock _ -> "static";
      case Place.FromStart _ -> "start";
      case Place.OnDemand _ -> "dynamic";
      case Place.Nowhere _ -> "none";
    };
  }

  private static CureEntry cure(Cure cure) {
    String text = cure.describe();
    return switch (cure) {
      case Cure.Tunable(long optional) -> new CureEntry("tunable", text, optional, List.of());
      case Cure.Preload(var libraries) -> new CureEntry("preload", text, null, libraries);
      case Cure.LoadOrder _ -> new CureEntry("load-order", text, null, List.of());
      case Cure.Rebuild(var libraries, _) -> new CureEntry("rebuild", text, null, libraries);
    };
  }
}
