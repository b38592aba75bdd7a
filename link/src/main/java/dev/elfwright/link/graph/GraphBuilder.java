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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Loads one object after the other, breadth first (glibc elf/dl-deps.c, _dl_map_object_deps). */
final class GraphBuilder {
  private final SearchEnvironment environment;
  private final Map<String, LoadedObject> byName = new HashMap<>();
  private final Map<Object, LoadedObject> byFile = new HashMap<>();
  private final List<LoadedObject> list = new ArrayList<>();
  private final Set<LoadedObject> listed = new HashSet<>();
  private final Set<LoadedObject> done = new HashSet<>();
  private final List<MissingLibrary> missing = new ArrayList<>();

  GraphBuilder(SearchEnvironment environment) {
    this.environment = environment;
  }

  LoadGraph build(Path file) throws IOException {
    LoadedObject program = program(file);
    Optional<LoadedObject> loader = loader(program);
    FolderProbe probe = new FolderProbe(program.model().header(), environment.hardware());
    LibrarySearch search =
        new LibrarySearch(environment, probe, cache(program.model()), program.origin());
    add(program);
    for (String name : environment.preload()) {
      preload(name, program, search);
    }
    int at = 0;
    while (at < list.size()) {
      LoadedObject object = list.get(at);
      if (done.add(object)) {
        // What a filter put before the object is now at its place, and is next.
        loadNeeded(object, search);
      } else {
        at++;
      }
    }
    for (int i = 0; i < list.size(); i++) {
      list.get(i).place(i);
    }
    return new LoadGraph(
        program, loader, list, missing, probe.absent(), probe.rejected(), environment);
  }

  private LoadedObject program(Path file) throws IOException {
    ElfModel model = Elf.openShared(file);
    DynamicModel dynamic =
        model.dynamic().orElseThrow(() -> new NotDynamicException(file.toString()));
    // The kernel tells a program where it is by /proc/self/exe, in which no link is left.
    String origin = folderOf(file.toRealPath().toString());
    LoadedObject program =
        new LoadedObject("", file, "", origin, model, dynamic, new FoundBy.Program(), null);
    dynamic.soname().ifPresent(name -> byName.putIfAbsent(name, program));
    return program;
  }

  /** The kernel maps the loader with the program, so its names are known before any search. */
  private Optional<LoadedObject> loader(LoadedObject program) throws IOException {
    String name = program.model().interpreter().orElse(environment.loader().toString());
    Path path = FolderProbe.pathOf(name);
    if (path == null || !Files.isRegularFile(path) || !Files.isReadable(path)) {
      return Optional.empty();
    }
    ElfModel model = Elf.openShared(path);
    Optional<DynamicModel> dynamic = model.dynamic();
    if (dynamic.isEmpty() || model.header().machine() != program.model().header().machine()) {
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

  private Optional<CacheFile> cache(ElfModel program) {
    return CacheFile.read(
        environment.cache(),
        program.header().machine(),
        program.header().is64(),
        environment.hardware());
  }

  private void add(LoadedObject object) {
    if (listed.add(object)) {
      list.add(object);
    }
  }

  private void preload(String name, LoadedObject program, LibrarySearch search) throws IOException {
    Need need = need(name, Need.Kind.NEEDED, program, search, true);
    need.object().ifPresent(this::add);
  }

  private void loadNeeded(LoadedObject object, LibrarySearch search) throws IOException {
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
      Need need = need(name, kind, object, search, false);
      needs.add(need);
      need.object()
          .ifPresent(o -> {
            if (kind == Need.Kind.NEEDED) {
              add(o);
            } else {
              putBefore(o, object);
            }
          });
    }
    object.needs(needs);
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

  private Need need(
      String name, Need.Kind kind, LoadedObject neededBy, LibrarySearch search, boolean preload)
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
    String reason = "not found";
    try {
      LibrarySearch.Found found = search.find(name, neededBy, tried);
      if (found != null) {
        FoundBy rule = preload ? new FoundBy.Preload(found.rule()) : found.rule();
        return load(name, kind, neededBy, found.hit(), rule);
      }
    } catch (FolderProbe.Unusable e) {
      reason = e.reason();
    }
    if (kind != Need.Kind.AUXILIARY && !preload) {
      missing.add(new MissingLibrary(name, neededBy, reason, tried));
    }
    return new Need(name, kind, Optional.empty(), Optional.empty());
  }

  private Need load(
      String name, Need.Kind kind, LoadedObject neededBy, FolderProbe.Hit hit, FoundBy rule)
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
