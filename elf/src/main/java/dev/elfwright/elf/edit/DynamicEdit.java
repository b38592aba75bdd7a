package dev.elfwright.elf.edit;

import dev.elfwright.elf.constant.DynamicTag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the loader reads of a program or library: its interpreter, names, search path, needed files,
 * dynamic symbols and their versions.
 *
 * <p>Every method throws {@link EditRefusedException} when the file has no dynamic section.
 */
public final class DynamicEdit {
  private final Draft draft;
  private final List<DynamicValue> entries = new ArrayList<>();
  private final boolean isDynamic;
  private boolean touched;
  private @Nullable String interpreter;
  private final Map<String, String> renamed = new HashMap<>();
  private final List<Predicate<String>> hidden = new ArrayList<>();
  private final Set<String> withoutVersion = new HashSet<>();
  private final Map<String, String> required = new HashMap<>();
  private final List<NeedChange> needChanges = new ArrayList<>();

  /** A change to the table of needed versions. */
  sealed interface NeedChange {
    record File(String from, String to) implements NeedChange {}

    record Version(String file, String from, String to) implements NeedChange {}

    record Dropped(String file) implements NeedChange {}
  }

  DynamicEdit(Draft draft) {
    this.draft = draft;
    var dynamic = draft.dynamic();
    isDynamic = dynamic.isPresent();
    dynamic.ifPresent(d -> {
      int index = 0;
      for (var e : d.table().entries()) {
        String text = DynamicValue.isText(e.tag()) ? d.strings().at(e.value()) : null;
        entries.add(new DynamicValue(e.tag(), e.value(), text, index++));
      }
    });
  }

  boolean isTouched() {
    return touched;
  }

  List<DynamicValue> entries() {
    return entries;
  }

  @Nullable String interpreter() {
    return interpreter;
  }

  Map<String, String> renamed() {
    return renamed;
  }

  List<Predicate<String>> hidden() {
    return hidden;
  }

  Set<String> withoutVersion() {
    return withoutVersion;
  }

  Map<String, String> required() {
    return required;
  }

  List<NeedChange> needChanges() {
    return needChanges;
  }

  private void touch() {
    if (!isDynamic) {
      throw draft.refuse("has no dynamic section");
    }
    touched = true;
  }

  /**
   * Sets the path in PT_INTERP.
   *
   * @throws EditRefusedException when the file has no PT_INTERP
   */
  public DynamicEdit setInterpreter(String path) {
    touch();
    if (draft.model.interpreter().isEmpty()) {
      throw draft.refuse("has no program interpreter");
    }
    interpreter = path;
    return this;
  }

  /** Sets DT_SONAME. */
  public DynamicEdit setSoname(String name) {
    return set(DynamicTag.SONAME, name);
  }

  /** Removes DT_SONAME. */
  public DynamicEdit removeSoname() {
    return remove(DynamicTag.SONAME);
  }

  /** The search path: DT_RUNPATH, or DT_RPATH where there is none. */
  public Optional<String> searchPath() {
    return text(DynamicTag.RUNPATH).or(() -> text(DynamicTag.RPATH));
  }

  /** Sets DT_RUNPATH, folders separated by colons, and removes DT_RPATH. */
  public DynamicEdit setRunpath(String folders) {
    return remove(DynamicTag.RPATH).set(DynamicTag.RUNPATH, folders);
  }

  /**
   * Sets DT_RPATH, which is searched before LD_LIBRARY_PATH and for dependencies of dependencies
   * too, and removes DT_RUNPATH.
   */
  public DynamicEdit setRpath(String folders) {
    return remove(DynamicTag.RUNPATH).set(DynamicTag.RPATH, folders);
  }

  /** Removes DT_RPATH and DT_RUNPATH. */
  public DynamicEdit removeSearchPath() {
    return remove(DynamicTag.RPATH).remove(DynamicTag.RUNPATH);
  }

  /** The values of DT_NEEDED in order. */
  public List<String> needed() {
    return entries.stream()
        .filter(e -> e.tag() == DynamicTag.NEEDED)
        .map(DynamicValue::requireText)
        .toList();
  }

  /** Needs a file before all others, so that its symbols are found first. */
  public DynamicEdit addNeededFirst(String name) {
    touch();
    entries.addFirst(DynamicValue.ofText(DynamicTag.NEEDED, name));
    return this;
  }

  /** Needs a file after all others. */
  public DynamicEdit addNeededLast(String name) {
    touch();
    int at = 0;
    for (int i = 0; i < entries.size(); i++) {
      at = entries.get(i).tag() == DynamicTag.NEEDED ? i + 1 : at;
    }
    entries.add(at, DynamicValue.ofText(DynamicTag.NEEDED, name));
    return this;
  }

  /** Needs this file no more; nothing happens when it was not needed. */
  public DynamicEdit removeNeeded(String name) {
    touch();
    entries.removeIf(e -> e.tag() == DynamicTag.NEEDED && e.requireText().equals(name));
    return this;
  }

  /**
   * Needs another file instead, and takes the versions needed from the one from the other: glibc
   * looks for versions in the file of that name (elf/dl-version.c).
   */
  public DynamicEdit replaceNeeded(String from, String to) {
    touch();
    entries.replaceAll(
        e -> e.tag() == DynamicTag.NEEDED && e.requireText().equals(from) ? e.withText(to) : e);
    needChanges.add(new NeedChange.File(from, to));
    return this;
  }

  /** The string of an entry whose value is one. */
  public Optional<String> text(long tag) {
    return entries.stream()
        .filter(e -> e.tag() == tag)
        .reduce((first, second) -> second)
        .map(DynamicValue::requireText);
  }

  /** The value of an entry, the last one where there are several. */
  public OptionalLong value(long tag) {
    return entries.stream()
        .filter(e -> e.tag() == tag)
        .mapToLong(DynamicValue::value)
        .reduce((first, second) -> second);
  }

  /**
   * Sets an entry whose value is a string, adding it when it is missing.
   *
   * @throws IllegalArgumentException when the tag's value is no string
   */
  public DynamicEdit set(long tag, String text) {
    if (!DynamicValue.isText(tag)) {
      throw new IllegalArgumentException(DynamicTag.name(tag) + " is no string");
    }
    return put(DynamicValue.ofText(tag, text));
  }

  /**
   * Sets an entry whose value is a number, adding it when it is missing. Addresses and sizes of
   * tables that this library lays out are overwritten.
   *
   * @throws IllegalArgumentException when the tag's value is a string
   */
  public DynamicEdit set(long tag, long value) {
    if (DynamicValue.isText(tag)) {
      throw new IllegalArgumentException(DynamicTag.name(tag) + " is a string");
    }
    return put(new DynamicValue(tag, value, null, DynamicValue.NEW));
  }

  private DynamicEdit put(DynamicValue fresh) {
    touch();
    for (int i = entries.size() - 1; i >= 0; i--) {
      DynamicValue e = entries.get(i);
      if (e.tag() == fresh.tag()) {
        boolean same = fresh.text() != null && fresh.text().equals(e.text());
        entries.set(i, same ? e : fresh.at(e.index()));
        return this;
      }
    }
    entries.add(fresh);
    return this;
  }

  /** Removes all entries of a tag. */
  public DynamicEdit remove(long tag) {
    touch();
    entries.removeIf(e -> e.tag() == tag);
    return this;
  }

  /**
   * Renames dynamic symbols, defined and undefined ones, and makes the hash tables anew.
   *
   * @param names from the old name to the new one, without versions
   */
  public DynamicEdit renameSymbols(Map<String, String> names) {
    touch();
    renamed.putAll(names);
    return this;
  }

  /**
   * Hides defined symbols: they stay in the table with STV_HIDDEN, since the file's own relocations
   * name them, but no other file finds them.
   */
  public DynamicEdit hideSymbols(Predicate<String> names) {
    touch();
    hidden.add(names);
    return this;
  }

  /** Takes the version from references to this symbol: any version of it will do. */
  public DynamicEdit clearVersion(String symbol) {
    touch();
    withoutVersion.add(symbol);
    return this;
  }

  /**
   * Requires another version of an undefined symbol, from the file it was required of.
   *
   * @param version such as {@code GLIBC_2.2.5}
   */
  public DynamicEdit requireVersion(String symbol, String version) {
    touch();
    required.put(symbol, version);
    return this;
  }

  /** Requires another version wherever one was required of a file. */
  public DynamicEdit replaceVersion(String file, String from, String to) {
    touch();
    needChanges.add(new NeedChange.Version(file, from, to));
    return this;
  }

  /** Requires no versions of a file; references to its symbols take any. */
  public DynamicEdit dropVersions(String file) {
    touch();
    needChanges.add(new NeedChange.Dropped(file));
    return this;
  }
}
