package dev.elfwright.natives;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.natives.model.Contents;
import dev.elfwright.natives.model.ContentsReader;
import dev.elfwright.natives.model.EntryPattern;
import dev.elfwright.natives.model.GlibcVersion;
import dev.elfwright.natives.model.Libc;
import dev.elfwright.natives.model.LibraryPath;
import dev.elfwright.natives.model.NativeLibrary;
import dev.elfwright.natives.rule.BindNow;
import dev.elfwright.natives.rule.Finding;
import dev.elfwright.natives.rule.GlibcAtMost;
import dev.elfwright.natives.rule.HasSoname;
import dev.elfwright.natives.rule.JniSymbols;
import dev.elfwright.natives.rule.LibcOneOf;
import dev.elfwright.natives.rule.LoadsOnPages;
import dev.elfwright.natives.rule.NeededOnly;
import dev.elfwright.natives.rule.NoAbsoluteSearchPath;
import dev.elfwright.natives.rule.NoExecutableStack;
import dev.elfwright.natives.rule.NoMissingSymbols;
import dev.elfwright.natives.rule.NoTextRelocations;
import dev.elfwright.natives.rule.Relro;
import dev.elfwright.natives.rule.Rule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The native libraries of a jar or a folder, and what must hold for them. Immutable. Assertions end
 * in an {@link AssertionError} with a line for each finding, and need no test framework; they fail,
 * too, where there is no library to check.
 */
public final class Natives {
  private final Contents contents;

  private Natives(Contents contents) {
    this.contents = contents;
  }

  /**
   * Reads the native libraries and native methods of a jar, of all files below a folder, or of one
   * file.
   *
   * @throws IOException when it cannot be read, or a class file in it is malformed
   * @throws ElfFormatException when an ELF file in it is malformed
   */
  public static Natives in(Path jarOrFolder) throws IOException {
    return new Natives(ContentsReader.read(jarOrFolder));
  }

  /**
   * The same with the native methods of another jar or folder, where libraries and classes are
   * apart.
   *
   * @throws IOException when it cannot be read, or a class file in it is malformed
   */
  public Natives withClassesOf(Path jarOrFolder) throws IOException {
    return new Natives(contents.withMethodsOf(ContentsReader.read(jarOrFolder)));
  }

  /** Some of the libraries: {@code where(l -> l.target().bits() == 64)}. */
  public Natives where(Predicate<? super NativeLibrary> chosen) {
    return new Natives(contents.where(chosen));
  }

  /** The libraries that a pattern means. */
  public Natives where(EntryPattern pattern) {
    return new Natives(contents.where(pattern));
  }

  /** The libraries and native methods as values. */
  public Contents contents() {
    return contents;
  }

  /** What breaks these rules or may, in the order of the rules and the libraries. */
  public List<Finding> findings(List<? extends Rule> rules) {
    return rules.stream().flatMap(r -> r.check(contents).stream()).toList();
  }

  /**
   * Asserts that nothing breaks these rules.
   *
   * @throws AssertionError with all that does, or when there is no library
   */
  public Natives assertPasses(Rule... rules) {
    if (contents.libraries().isEmpty()) {
      throw new AssertionError(contents.place() + ": holds no native library for Linux to check");
    }
    List<Finding> violations =
        findings(List.of(rules)).stream().filter(Finding::isViolation).toList();
    if (!violations.isEmpty()) {
      throw new AssertionError(
          violations.stream().map(Finding::toString).collect(Collectors.joining("\n")));
    }
    return this;
  }

  /**
   * Asserts {@link GlibcAtMost}.
   *
   * @param version such as {@code 2.28}
   * @throws AssertionError when a library needs a newer glibc
   */
  public Natives assertGlibcAtMost(String version) {
    return assertPasses(new GlibcAtMost(GlibcVersion.parse(version)));
  }

  /**
   * Asserts {@link LibcOneOf}.
   *
   * @throws AssertionError when a library was linked against another C library
   */
  public Natives assertLibc(Libc... allowed) {
    return assertPasses(new LibcOneOf(Set.of(allowed)));
  }

  /**
   * Asserts {@link NeededOnly}.
   *
   * @param allowed names of libraries; {@code *} stands for any characters
   * @throws AssertionError when a library needs another
   */
  public Natives assertNeededOnly(String... allowed) {
    return assertPasses(new NeededOnly(List.of(allowed)));
  }

  /**
   * Asserts {@link NoExecutableStack}.
   *
   * @throws AssertionError when a library makes the stack executable
   */
  public Natives assertNoExecutableStack() {
    return assertPasses(new NoExecutableStack());
  }

  /**
   * Asserts {@link LoadsOnPages}.
   *
   * @param page the size of a memory page in bytes, a power of two from 4096 on
   * @throws AssertionError when a library does not load on such pages
   */
  public Natives assertLoadsOnPages(long page) {
    return assertPasses(new LoadsOnPages(page));
  }

  /**
   * Asserts {@link NoTextRelocations}.
   *
   * @throws AssertionError when a library has relocations in its code
   */
  public Natives assertNoTextRelocations() {
    return assertPasses(new NoTextRelocations());
  }

  /**
   * Asserts {@link Relro} and {@link BindNow}.
   *
   * @throws AssertionError when a library leaves its tables of pointers writable
   */
  public Natives assertFullRelro() {
    return assertPasses(new Relro(), new BindNow());
  }

  /**
   * Asserts {@link NoAbsoluteSearchPath}.
   *
   * @throws AssertionError when a library looks for others elsewhere than beside itself
   */
  public Natives assertNoAbsoluteSearchPath() {
    return assertPasses(new NoAbsoluteSearchPath());
  }

  /**
   * Asserts {@link HasSoname}.
   *
   * @throws AssertionError when a library has no DT_SONAME
   */
  public Natives assertSoname() {
    return assertPasses(new HasSoname());
  }

  /**
   * Asserts {@link NoMissingSymbols}.
   *
   * @param given libraries of the systems where the jar is used, or folders of such
   * @throws AssertionError when nothing defines a symbol
   * @throws java.io.UncheckedIOException when a library given cannot be read
   */
  public Natives assertNoMissingSymbols(Path... given) {
    return assertPasses(new NoMissingSymbols(LibraryPath.of(Stream.of(given).toList())));
  }

  /**
   * Asserts {@link JniSymbols}.
   *
   * @throws AssertionError when a native method has no function, or a function no method
   */
  public Natives assertJniSymbols() {
    return assertPasses(new JniSymbols());
  }
}
