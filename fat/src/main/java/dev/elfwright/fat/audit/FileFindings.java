package dev.elfwright.fat.audit;

import dev.elfwright.packages.PackageFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is to be said of single files. */
final class FileFindings {
  /** Libraries whose purpose is reading ELF files. */
  private static final Pattern ELF_LIBRARY =
      Pattern.compile("lib(elf|dw|bfd|opcodes|asm|LLVM|dwarf|bpf).*\\.so.*");

  /**
   * Folders that loaders search themselves, with those for processors that can do more (ld.so(8)).
   */
  private static final Pattern SEARCHED =
      Pattern.compile("(/usr)?/lib(32|64|x32)?(/\\{triplet\\})?(/glibc-hwcaps/.*|/tls|/haswell)?");

  private final List<Tree> trees;
  private final Classifier classifier;
  private final List<Finding> findings = new ArrayList<>();
  private final TreeMap<String, List<FileFacts>> plugins = new TreeMap<>();

  FileFindings(List<Tree> trees, Classifier classifier) {
    this.trees = trees;
    this.classifier = classifier;
  }

  /** Looks at a path, with what is there for each architecture. */
  void look(String neutralPath, PathClass pathClass, List<@Nullable FileFacts> files) {
    FileFacts any = files.stream().filter(Objects::nonNull).findFirst().orElseThrow();
    pathClass.category().ifPresent(c -> add(c, any, evidence(pathClass, files)));
    origin(any, files);
    readers(any, files);
    rights(any, files);
    boolean plugin = any.elf().filter(ElfFacts::isSharedObject).isPresent();
    String folder = neutralPath.substring(0, Math.max(0, neutralPath.lastIndexOf('/')));
    if (plugin && !SEARCHED.matcher(folder).matches() && !folder.startsWith("/usr/lib/debug")) {
      plugins.computeIfAbsent(folder, f -> new ArrayList<>()).add(any);
    }
  }

  /** Everything that was found. */
  List<Finding> all() {
    plugins.forEach(this::plugins);
    plugins.clear();
    return findings;
  }

  private void add(Category category, FileFacts file, String evidence) {
    findings.add(new Finding(category, file.file().path(), file.packageName(), evidence));
  }

  private String evidence(PathClass pathClass, List<@Nullable FileFacts> files) {
    String words = each(files, FileFacts::words);
    List<FileFacts> present = files.stream().filter(Objects::nonNull).toList();
    return switch (pathClass) {
      case DATA, GENERATED ->
          present.stream().map(FileFacts::neutralDigest).distinct().count() == 1
              ? words + "; equal but for names of the architecture"
              : words;
      case LINK ->
          classifier.leadToTheSame(present) ? words + "; equal but for the triplet" : words;
      case ATTRIBUTES ->
          each(
              files,
              f ->
                  "%s, mode %o, owner %d:%d"
                      .formatted(f.words(), f.file().mode(), f.file().uid(), f.file().gid()));
      case PARTIAL -> words + lacking(files);
      case LOADER ->
          each(
              files,
              f -> f.words() + f.elf().flatMap(ElfFacts::soname).map(n -> ", " + n).orElse(""));
      case IDENTICAL, IDENTICAL_BESIDE, FAT, BESIDE, DATA_BESIDE -> words;
    };
  }

  private String lacking(List<@Nullable FileFacts> files) {
    return Stream.iterate(0, i -> i < files.size(), i -> i + 1)
        .filter(i -> files.get(i) == null)
        .map(i -> trees.get(i).architecture())
        .collect(Collectors.joining(", ", "; not for ", ""));
  }

  /** What is to be said for each architecture, or once if it is the same. */
  private String each(List<@Nullable FileFacts> files, Function<FileFacts, String> words) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      FileFacts file = files.get(i);
      if (file != null) {
        parts.add(trees.get(i).architecture() + ": " + words.apply(file));
      }
    }
    return String.join("; ", parts);
  }

  /** The architectures for which something holds; empty for none. */
  private String where(List<@Nullable FileFacts> files, Predicate<FileFacts> holds) {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      FileFacts file = files.get(i);
      if (file != null && holds.test(file)) {
        found.add(trees.get(i).architecture());
      }
    }
    return String.join(", ", found);
  }

  private void origin(FileFacts any, List<@Nullable FileFacts> files) {
    String origin =
        where(files, f -> f.elf().filter(e -> e.searchPath().contains("ORIGIN")).isPresent());
    if (!origin.isEmpty()) {
      String path = any.elf().map(ElfFacts::searchPath).orElse("");
      add(Category.R1, any, "search path %s (%s)".formatted(path, origin));
    }
    String itself = where(files, FileFacts::asksForItself);
    if (!itself.isEmpty()) {
      add(Category.R1, any, "holds the text /proc/self/exe (" + itself + ")");
    }
  }

  private void readers(FileFacts any, List<@Nullable FileFacts> files) {
    List<String> libraries =
        any.elf().map(ElfFacts::needed).orElse(List.of()).stream()
            .filter(n -> ELF_LIBRARY.matcher(n).matches())
            .toList();
    if (!libraries.isEmpty()) {
      add(Category.T1, any, "needs " + String.join(", ", libraries));
    }
    String magic = where(files, f -> f.elfMagicAt() > 0);
    if (!magic.isEmpty()) {
      FileFacts file =
          files.stream()
              .filter(Objects::nonNull)
              .filter(f -> f.elfMagicAt() > 0)
              .findFirst()
              .orElse(any);
      add(
          Category.T1,
          any,
          "compares with the first bytes of ELF files: 7f 45 4c 46 at offset 0x%x (%s)"
              .formatted(file.elfMagicAt(), magic));
    }
  }

  private void rights(FileFacts any, List<@Nullable FileFacts> files) {
    PackageFile file = any.file();
    if (file.changesIdentity()) {
      add(Category.X1, any, "mode %o, owner %d:%d".formatted(file.mode(), file.uid(), file.gid()));
    }
    if (!file.attributes().isEmpty()) {
      add(Category.X1, any, "attributes " + String.join(", ", file.attributes().keySet()));
    }
  }

  private void plugins(String folder, List<FileFacts> files) {
    FileFacts first = files.getFirst();
    String path = first.file().path();
    findings.add(
        new Finding(
            Category.P1,
            path.substring(0, path.lastIndexOf('/')),
            first.packageName(),
            "%d shared %s outside of the loader's folders, such as %s; %s"
                .formatted(
                    files.size(),
                    files.size() == 1 ? "object" : "objects",
                    path.substring(path.lastIndexOf('/') + 1),
                    folder.contains(ArchitectureNames.ANY)
                        ? "a folder for each architecture"
                        : "one folder for all architectures")));
  }
}
