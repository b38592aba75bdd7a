package dev.elfwright.link.image;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.build.ObjectBuilder;
import dev.elfwright.elf.build.ObjectFile;
import dev.elfwright.elf.build.Target;
import dev.elfwright.link.input.ObjectInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What libraries and programs have in common while they are built. */
public abstract sealed class ImageBuilder permits LibraryBuilder, ProgramBuilder {
  final String name;
  final Target target;
  final ImageMachine machine;
  final NeededLibraries libraries = new NeededLibraries();
  final List<ObjectInput> inputs = new ArrayList<>();
  final Map<String, List<String>> versions = new LinkedHashMap<>();
  final List<String> exported = new ArrayList<>();
  @Nullable String runpath;
  boolean lazy;
  boolean packed;

  ImageBuilder(String name, Target target) {
    this.name = name;
    this.target = target;
    this.machine = ImageMachine.of(target.machine(), name);
  }

  /**
   * Adds code and data from sections, labels and relocations. Symbols of all objects see each
   * other; labels and local symbols are their object's own.
   */
  public void object(Consumer<ObjectBuilder> body) {
    add(ObjectFile.model("%s, object %d".formatted(name, inputs.size() + 1), target, body));
  }

  /**
   * Adds an object file, as a compiler writes it with {@code -c -fPIC}; for programs, also without.
   * It must stay open until the plan is made.
   *
   * @throws dev.elfwright.link.refusal.ObjectLinkException when it is no object file for the target
   * @throws dev.elfwright.elf.ElfFormatException when it is malformed
   */
  public void add(ElfModel object) {
    inputs.add(ObjectInput.forFile(object, target.machine()));
  }

  /** Needs a library of which nothing else is known: DT_NEEDED. */
  public void needs(String soname) {
    libraries.add(soname);
  }

  /**
   * Needs a library that is there to be read. Undefined symbols that it defines get its default
   * versions, as with any linker.
   *
   * @throws dev.elfwright.link.refusal.ObjectLinkException when it has no dynamic section
   * @throws dev.elfwright.elf.ElfFormatException when it is malformed
   */
  public void needs(ElfModel library) {
    libraries.add(library);
  }

  /** Needs a library for these symbols, which have no version there. */
  public void imports(String soname, String... symbols) {
    Arrays.stream(symbols).forEach(s -> libraries.add(soname, null, s));
  }

  /** Needs a library for these symbols in this version, such as {@code GLIBC_2.2.5}. */
  public void importsVersion(String soname, String version, String... symbols) {
    Arrays.stream(symbols).forEach(s -> libraries.add(soname, version, s));
  }

  /** Leaves symbols to whatever file is loaded with this one. */
  public void leavesUndefined(String... symbols) {
    Arrays.stream(symbols).forEach(libraries::leaveUndefined);
  }

  /** Where libraries are looked for: DT_RUNPATH, folders between colons. */
  public void runpath(String folders) {
    runpath = folders;
  }

  /**
   * Looks functions up at their first call, so that the words they are called through stay
   * writable. Without this, everything is bound at the start and then read-only (DF_BIND_NOW).
   */
  public void bindsLazily() {
    lazy = true;
  }

  /** Packs relative relocations (SHT_RELR), which glibc knows from 2.36 on, musl from 1.2.4. */
  public void packsRelativeRelocations() {
    packed = true;
  }
}
