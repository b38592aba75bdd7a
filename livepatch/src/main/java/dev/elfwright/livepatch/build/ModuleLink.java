package dev.elfwright.livepatch.build;

import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.kernel.KernelSymbol;
import dev.elfwright.livepatch.module.CallbackKind;
import dev.elfwright.livepatch.module.PatchedUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/** Links what is carried of all files, and what tells the kernel of it, into one module. */
final class ModuleLink {
  private final LivepatchBuild.Request request;
  private final List<ChangedUnit> units;
  private final Path folder;
  private final SequencedMap<String, PatchSource.Patched> patched = new LinkedHashMap<>();
  private final List<LivepatchBuild.Replacement> replacements = new ArrayList<>();

  private ModuleLink(LivepatchBuild.Request request, List<ChangedUnit> units, Path folder) {
    this.request = request;
    this.units = units;
    this.folder = folder;
  }

  /**
   * Links {@code NAME.ko} in an empty folder.
   *
   * @param original the copy of the source that the units are of
   * @return what it replaces
   * @throws LivepatchRefusedException when a name means nothing, or several things
   */
  static List<LivepatchBuild.Replacement> link(
      LivepatchBuild.Request request,
      List<ChangedUnit> units,
      Kbuild kbuild,
      Path original,
      Path folder)
      throws IOException {
    ModuleLink link = new ModuleLink(request, units, folder);
    List<Path> objects = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      objects.add(link.add(i, units.get(i)));
    }
    if (link.patched.isEmpty()) {
      throw new LivepatchRefusedException(
          request.patch() + ": adds functions, and none that runs calls them");
    }
    link.compile(kbuild, original, objects);
    return link.replacements;
  }

  /** The object of a unit, beside the others, by its name. */
  private Path add(int index, ChangedUnit unit) throws IOException {
    String object = unit.unit().object();
    Map<String, String> names = new LinkedHashMap<>();
    for (Map.Entry<String, KernelSymbol> f : unit.functions().entrySet()) {
      String name = "livepatch_%d_%d".formatted(index, names.size());
      names.put(f.getKey(), name);
      int sympos = f.getValue().sympos();
      of(object).functions().add(new PatchSource.Replaced(f.getKey(), sympos, name));
      replacements.add(
          new LivepatchBuild.Replacement(
              object, f.getKey(), sympos, unit.unit().path(), unit.why(f.getKey())));
    }
    LayoutPlan plan =
        PatchedUnit.plan(
            unit.object(),
            request.kernel(),
            object,
            definedBeside(unit),
            names,
            callbacks(index, unit));
    Path file = folder.resolve("unit" + index + ".o");
    ElfWriter.write(plan, file, PosixFilePermissions.fromString("rw-r--r--"));
    return file;
  }

  private PatchSource.Patched of(String object) {
    return patched.computeIfAbsent(
        object,
        o -> new PatchSource.Patched(o, new ArrayList<>(), new EnumMap<>(CallbackKind.class)));
  }

  /** The kernel has room for one of each kind in an object. */
  private Map<CallbackKind, String> callbacks(int index, ChangedUnit unit) {
    Map<CallbackKind, String> names = new EnumMap<>(CallbackKind.class);
    for (CallbackKind kind : PatchedUnit.callbacks(unit.object())) {
      String name = "livepatch_%d_%s".formatted(index, kind.member());
      names.put(kind, name);
      if (of(unit.unit().object()).callbacks().put(kind, name) != null) {
        throw new LivepatchRefusedException(
            "%s: names a callback %s of %s, and another file has done so"
                .formatted(unit.unit().path(), kind.member(), unit.unit().object()));
      }
    }
    return names;
  }

  /**
   * Names that mean something new of the patch. One that a file for another object defines does so
   * only where neither the kernel nor the object has it.
   */
  private Set<String> definedBeside(ChangedUnit self) throws IOException {
    String object = self.unit().object();
    Set<String> names = new TreeSet<>(Set.of(PatchSource.SELF));
    for (ChangedUnit other : units) {
      for (String name : PatchedUnit.defined(other.object())) {
        if (other != self && (other.unit().object().equals(object) || !isThere(object, name))) {
          names.add(name);
        }
      }
    }
    return names;
  }

  private boolean isThere(String object, String name) throws IOException {
    Optional<KernelObject> own = request.kernel().object(object);
    return request.kernel().exports().find(name).isPresent()
        || !request.kernel().image().symbols().named(name).isEmpty()
        || own.isPresent() && !own.get().symbols().named(name).isEmpty();
  }

  private void compile(Kbuild kbuild, Path original, List<Path> objects) throws IOException {
    String declarations = Declarations.of(request.kernel().image());
    Kbuild.Unit like = units.getFirst().unit();
    Path patch = folder.resolve("patch.c");
    Files.writeString(
        patch,
        PatchSource.of(
            declarations,
            List.copyOf(patched.values()),
            request.states(),
            request.replace(),
            leaves()));
    objects.add(kbuild.compileLike(like, original, patch));
    Path module = folder.resolve("module.c");
    Files.writeString(
        module, ModuleSource.of(declarations, request.name(), objects, request.kernel().exports()));
    objects.add(kbuild.compileLike(like, original, module));
    kbuild.module(objects, folder.resolve(request.name() + ".ko"));
  }

  /** Linux 6.3 has learnt to undo relocations when a module is unloaded. */
  private PatchSource.Leaves leaves() throws IOException {
    return request.kernel().image().symbols().named("clear_relocate_add").isEmpty()
        ? PatchSource.Leaves.REFUSED_AND_UNLOADED
        : PatchSource.Leaves.REFUSED;
  }
}
