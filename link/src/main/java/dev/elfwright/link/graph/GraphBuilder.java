package dev.elfwright.link.graph;

import dev.elfwright.elf.DynamicEntry;
import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.FileType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Loads one object after the other, breadth first (glibc elf/dl-deps.c, _dl_map_object_deps). */
final class GraphBuilder {
  private final SearchEnvironment environment;
  private final Map<String, LoadedObject> byName = new HashMap<>();
  private final Map<Object, LoadedObject> byFile = new HashMap<>();
  private final Set<LoadedObject> done = new HashSet<>();
  private final SharedFiles files;
  private final FolderProbe probe;
  private final LibrarySearch search;
  private final ElfModel program;
  private final String origin;
  private final Path file;
  private List<LoadedObject> list = new ArrayList<>();
  private Set<LoadedObject> listed = new HashSet<>();
  private List<MissingLibrary> missing = new ArrayList<>();

  GraphBuilder(Path file, SearchEnvironment environment, SharedFiles files) throws IOException {
    this.environment = environment;
    this.file = file;
    this.program = Elf.openShared(file);
    // The kernel tells a program where it is by /proc/self/exe, in which no link is left.
    this.origin = folderOf(file.toRealPath().toString());
    this.files = files;
    this.probe = new FolderProbe(program.header(), environment.hardware(), files);
    this.search =
        new LibrarySearch(environment, probe, files.cache(environment, program.header()), origin);
  }

  /** What the program loads at its start. */
  LoadGraph start() throws IOException {
    LoadedObject main = program();
    Optional<LoadedObject> loader = loader(main);
    add(main);
    for (String name : environment.preload()) {
      preload(name, main);
    }
    loadAll();
    for (int i = 0; i < list.size(); i++) {
      list.get(i).place(i);
    }
    return new LoadGraph(
        main, loader, list, missing, probe.absent(), probe.rejected(), environment);
  }

  /**
   * What one more name brings in, when all that was loaded before stays.
   *
   * @param caller the object that asks, null for a program without a dynamic section
   */
  Opening open(String name, @Nullable LoadedObject caller) throws IOException {
    list = new ArrayList<>();
    listed = new HashSet<>();
    missing = new ArrayList<>();
    Set<LoadedObject> before = new HashSet<>(done);
    // Whoever asks lends its search path, but is no reason for the object to be there.
    Need need = need(name, Need.Kind.NEEDED, caller, null, FoundBy.Opened::new);
    need.object().ifPresent(this::add);
    loadAll();
    List<LoadedObject> added = list.stream().filter(o -> !before.contains(o)).toList();
    return new Opening(name, need.object(), list, added, missing);
  }

  /** Forgets objects as dlclose does, so that their names lead to files again. */
  void forget(Collection<LoadedObject> objects) {
    byName.values().removeAll(objects);
    byFile.values().removeAll(objects);
    done.removeAll(objects);
  }

  private void loadAll() throws IOException {
    Set<LoadedObject> visited = new HashSet<>();
    int at = 0;
    while (at < list.size()) {
      LoadedObject object = list.get(at);
      if (!visited.add(object)) {
        at++;
      } else if (done.add(object)) {
        // What a filter put before the object is now at its place, and is next.
        loadNeeded(object);
      } else {
        object.needs().forEach(need -> place(need, object));
      }
    }
  }

  private LoadedObject program() {
    DynamicModel dynamic =
        program.dynamic().orElseThrow(() -> new NotDynamicException(file.toString()));
    LoadedObject made =
        new LoadedObject("", file, "", origin, program, dynamic, new FoundBy.Program(), null);
    dynamic.soname().ifPresent(name -> byName.putIfAbsent(name, made));
    return made;
  }

  /** The kernel maps the loader with the program, so its names are known before any search. */
  private Optional<LoadedObject> loader(LoadedObject main) throws IOException {
    String name = main.model().interpreter().orElse(environment.loader().toString());
    Path path = FolderProbe.pathOf(name);
    if (path == null || !Files.isRegularFile(path) || !Files.isReadable(path)) {
      return Optional.empty();
    }
    ElfModel model = files.library(path);
    Optional<DynamicModel> dynamic = model.dynamic();
    if (dynamic.isEmpty() || model.header().machine() != program.header().machine()) {
      return Optional.empty();
    }
    LoadedObject loader =
        new LoadedObject(
            name,
            path,
            name,
            folderOf(name),
            model,
            dynamic.get(),
            new FoundBy.Interpreter(),
            null);
    byName.putIfAbsent(name, loader);
    loader.soname().ifPresent(soname -> byName.putIfAbsent(soname, loader));
    return Optional.of(loader);
  }

  private void add(LoadedObject object) {
    if (listed.add(object)) {
      list.add(object);
    }
  }

  /** A preloaded library that is not there is only warned of. */
  private void preload(String name, LoadedObject main) throws IOException {
    need(name, Need.Kind.AUXILIARY, main, main, FoundBy.Preload::new).object().ifPresent(this::add);
  }

  private void loadNeeded(LoadedObject object) throws IOException {
    List<Need> needs = new ArrayList<>();
    for (DynamicEntry entry : object.dynamic().table().entries()) {
      Need.Kind kind = kind(entry.tag());
      if (kind == null) {
        continue;
      }
      String text = object.dynamic().strings().at(entry.value());
      String name = DynamicString.expand(text, object.origin(), environment);
      if (name == null || name.isEmpty()) {
        continue;
      }
      Need need = need(name, kind, object, object, rule -> rule);
      needs.add(need);
      place(need, object);
    }
    object.needs(needs);
  }

  private void place(Need need, LoadedObject needer) {
    need.object()
        .ifPresent(o -> {
          if (need.kind() == Need.Kind.NEEDED) {
            add(o);
          } else {
            putBefore(o, needer);
          }
        });
  }

  private static Need.@Nullable Kind kind(long tag) {
    if (tag == DynamicTag.NEEDED) {
      return Need.Kind.NEEDED;
    }
    if (tag == DynamicTag.FILTER) {
      return Need.Kind.FILTER;
    }
    return tag == DynamicTag.AUXILIARY ? Need.Kind.AUXILIARY : null;
  }

  /** A filtee answers before its filter: it moves forward, but never back. */
  private void putBefore(LoadedObject filtee, LoadedObject filter) {
    int at = list.indexOf(filter);
    if (listed.add(filtee)) {
      list.add(at, filtee);
    } else if (list.indexOf(filtee) > at) {
      list.remove(filtee);
      list.add(at, filtee);
    }
  }

  /**
   * What a name leads to.
   *
   * @param searcher whose DT_RPATH and DT_RUNPATH count
   * @param neededBy the object that keeps what is loaded
   * @param reason what is said of the rule that found it
   */
  private Need need(
      String name,
      Need.Kind kind,
      @Nullable LoadedObject searcher,
      @Nullable LoadedObject neededBy,
      UnaryOperator<FoundBy> reason)
      throws IOException {
    LoadedObject known = byName.get(name);
    if (known != null) {
      boolean bySoname =
          !name.equals(known.neededName()) && known.soname().filter(name::equals).isPresent();
      FoundBy.Match match = bySoname ? FoundBy.Match.SONAME : FoundBy.Match.NAME;
      return new Need(
          name, kind, Optional.of(known), Optional.of(new FoundBy.AlreadyLoaded(match)));
    }
    List<String> tried = new ArrayList<>();
    String why = "not found";
    try {
      LibrarySearch.Found found = search.find(name, searcher, tried);
      if (found != null) {
        return load(name, kind, neededBy, found.hit(), reason.apply(found.rule()));
      }
    } catch (FolderProbe.Unusable e) {
      why = e.reason();
    }
    if (kind != Need.Kind.AUXILIARY) {
      missing.add(new MissingLibrary(name, neededBy, why, tried));
    }
    return new Need(name, kind, Optional.empty(), Optional.empty());
  }

  private Need load(
      String name,
      Need.Kind kind,
      @Nullable LoadedObject neededBy,
      FolderProbe.Hit hit,
      FoundBy rule)
      throws IOException, FolderProbe.Unusable {
    Object key = Files.readAttributes(hit.path(), BasicFileAttributes.class).fileKey();
    LoadedObject same = byFile.get(key);
    if (same != null) {
      byName.putIfAbsent(name, same);
      FoundBy match = new FoundBy.AlreadyLoaded(FoundBy.Match.SAME_FILE);
      return new Need(name, kind, Optional.of(same), Optional.of(match));
    }
    DynamicModel dynamic = dynamicOfLibrary(hit);
    String origin = folderOf(hit.path().toAbsolutePath().toString());
    LoadedObject object =
        new LoadedObject(
            hit.name(), hit.path(), name, origin, hit.model(), dynamic, rule, neededBy);
    byFile.put(key, object);
    byName.putIfAbsent(name, object);
    byName.putIfAbsent(hit.name(), object);
    object.soname().ifPresent(soname -> byName.putIfAbsent(soname, object));
    return new Need(name, kind, Optional.of(object), Optional.of(rule));
  }

  private static DynamicModel dynamicOfLibrary(FolderProbe.Hit hit) throws FolderProbe.Unusable {
    if (hit.model().header().type() != FileType.DYN) {
      throw new FolderProbe.Unusable(hit.name() + ": is no shared library");
    }
    DynamicModel dynamic =
        hit.model()
            .dynamic()
            .orElseThrow(() -> new FolderProbe.Unusable(hit.name() + ": has no dynamic section"));
    if ((dynamic.flags1() & DynamicTag.DF_1_PIE) != 0) {
      throw new FolderProbe.Unusable(hit.name() + ": is a program, not a library");
    }
    return dynamic;
  }

  private static String folderOf(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }
}
