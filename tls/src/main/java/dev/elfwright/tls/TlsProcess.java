package dev.elfwright.tls;

import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.graph.Opening;
import dev.elfwright.tls.TlsModule.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A process that opens one library after the other; what fails is taken back, as glibc does. */
final class TlsProcess {
  private final ProcessStart start;
  private final TlsOptions options;
  private final TlsFiles files;
  private final OpenLibraries libraries;
  private final StaticSpace space;

  private TlsProcess(ProcessStart start, TlsOptions options, TlsFiles files) {
    this.start = start;
    this.options = options;
    this.files = files;
    this.libraries = new OpenLibraries(start, options.tunables());
    this.space = StaticSpace.of(start, options.tunables());
  }

  /** The process before it runs. */
  static TlsProcess of(ProcessStart start, TlsOptions options, TlsFiles files) {
    return new TlsProcess(start, options, files);
  }

  StaticBlock block() {
    return space.block();
  }

  /** Loads what comes before the program; what it needs itself has to succeed. */
  Optional<Refusal> enter() {
    for (Step step : start.early()) {
      Optional<Refusal> refusal = space.apply(step);
      boolean own = step == start.early().getLast();
      if (refusal.isPresent() && own) {
        return refusal;
      }
      if (refusal.isPresent()) {
        space.release(step.added().reversed());
      } else {
        touched(step, options.used()).forEach(space::touch);
      }
    }
    return Optional.empty();
  }

  CallResult call(LibraryCall call) throws IOException {
    return switch (call) {
      case LibraryCall.Open open -> open(open);
      case LibraryCall.Close close -> close(close);
    };
  }

  private OpenResult open(LibraryCall.Open call) throws IOException {
    String name = call.name();
    Opening opening = libraries.load(name);
    if (!opening.missing().isEmpty()) {
      Refusal missing = Refusal.missing(opening.missing().getFirst(), space.block().free());
      return new OpenResult(name, List.of(), Optional.of(missing), space.block().free());
    }
    Step step = libraries.relocate(opening);
    Optional<Refusal> refusal = space.apply(step);
    if (refusal.isPresent()) {
      space.release(libraries.takeBack(opening, step, refusal.get()));
    } else {
      touched(step, options.used()).forEach(space::touch);
      libraries.keep(call, opening, step);
    }
    List<TlsModule> modules = modules(opening.added(), refusal.isPresent());
    return new OpenResult(name, modules, refusal, space.block().free());
  }

  private CloseResult close(LibraryCall.Close call) {
    List<LoadedObject> gone = libraries.close(call);
    space.release(gone);
    return new CloseResult(
        call.name(), gone.stream().map(LoadedObject::path).toList(), space.block().free());
  }

  /** Objects of a step whose variables are used as soon as they are there. */
  static List<LoadedObject> touched(Step step, Set<Path> used) {
    return step.added().stream().filter(o -> isUsed(o, used)).toList();
  }

  static boolean isUsed(LoadedObject object, Set<Path> used) {
    return used.contains(object.path().toAbsolutePath().normalize());
  }

  /** The segments of the start, in the order of their objects. */
  List<TlsModule> startModules() {
    List<TlsModule> modules = new ArrayList<>();
    List<Long> offsets = start.offsets();
    for (int i = 0; i < start.members().size(); i++) {
      var member = start.members().get(i);
      modules.add(
          new TlsModule(
              member.path(),
              member.segment(),
              member.object().map(files::accesses).orElse(List.of()),
              inBlock(offsets.get(i))));
    }
    for (Step step : start.early()) {
      modules.addAll(modules(without(step.added(), start.members()), false));
    }
    return modules;
  }

  private static List<LoadedObject> without(
      List<LoadedObject> objects, List<ProcessStart.Member> members) {
    return objects.stream()
        .filter(o -> members.stream().noneMatch(m -> m.object().filter(o::equals).isPresent()))
        .toList();
  }

  private List<TlsModule> modules(Collection<LoadedObject> objects, boolean failed) {
    List<TlsModule> modules = new ArrayList<>();
    for (LoadedObject object : objects) {
      TlsSegment.of(object.model())
          .ifPresent(s ->
              modules.add(
                  new TlsModule(
                      object.path(),
                      s,
                      files.accesses(object),
                      failed
                          ? new Place.Nowhere()
                          : space
                              .piece(object)
                              .<Place>map(p -> inBlock(p.offset()))
                              .orElse(new Place.OnDemand()))));
    }
    return modules;
  }

  private Place.InBlock inBlock(long offset) {
    return new Place.InBlock(
        switch (start.area().variant()) {
          case BELOW_THREAD_POINTER -> -offset;
          case ABOVE_THREAD_POINTER -> offset;
        });
  }
}
