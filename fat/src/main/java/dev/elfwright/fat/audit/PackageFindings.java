package dev.elfwright.fat.audit;

import dev.elfwright.packages.Package;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is to be said of whole packages: scripts, conffiles, caches, versions. */
final class PackageFindings {
  /** Commands and triggers that make something for the running architecture, and what. */
  private static final Map<String, String> GENERATORS =
      new LinkedHashMap<>(
          Map.ofEntries(
              Map.entry("ldconfig", "/etc/ld.so.cache"),
              Map.entry("iconvconfig", "gconv-modules.cache"),
              Map.entry("gio-querymodules", "giomodule.cache"),
              Map.entry("gdk-pixbuf-query-loaders", "loaders.cache"),
              Map.entry("gtk-query-immodules-3.0", "immodules.cache"),
              Map.entry("locale-gen", "locale-archive"),
              Map.entry("fc-cache", "/var/cache/fontconfig"),
              Map.entry("py3compile", "__pycache__"),
              Map.entry("depmod", "modules.dep"),
              Map.entry("update-initramfs", "the initramfs")));

  private static final Pattern ASKS =
      Pattern.compile(
          "dpkg --print-architecture|DPKG_MAINTSCRIPT_ARCH|DEB_HOST_\\w+|\\buname"
              + " -[mpi]\\b|\\barch\\)");

  private static final Pattern RIGHTS =
      Pattern.compile("(?m)^(?!\\s*#).*\\b(setcap (?!>)|setfattr |dpkg-statoverride --.*add).*$");

  private final List<Tree> trees;
  private final List<Finding> findings = new ArrayList<>();

  private PackageFindings(List<Tree> trees) {
    this.trees = trees;
  }

  static List<Finding> of(List<Tree> trees) {
    PackageFindings found = new PackageFindings(trees);
    Set<String> names = new LinkedHashSet<>();
    trees.forEach(t -> names.addAll(t.packages().keySet()));
    names.forEach(found::look);
    return found.findings;
  }

  private void look(String name) {
    List<@Nullable PackageFacts> all = new ArrayList<>();
    trees.forEach(t -> all.add(t.packages().get(name)));
    versions(name, all);
    scripts(name, all);
    configurationFiles(name, all);
    generators(name, all);
  }

  private void add(Category category, String path, String name, String evidence) {
    findings.add(new Finding(category, path, name, evidence));
  }

  private void versions(String name, List<@Nullable PackageFacts> all) {
    SequencedMap<String, List<String>> byVersion = new LinkedHashMap<>();
    for (int i = 0; i < all.size(); i++) {
      PackageFacts facts = all.get(i);
      String version =
          facts == null
              ? "no package"
              : facts.description().map(Package::version).map(Object::toString).orElse("");
      byVersion.computeIfAbsent(version, v -> new ArrayList<>()).add(trees.get(i).architecture());
    }
    // Archives and folders have the names that the user's files have, and no version.
    boolean described =
        all.stream().filter(Objects::nonNull).anyMatch(p -> p.description().isPresent());
    if (byVersion.size() > 1 && described) {
      add(
          Category.V1,
          name,
          name,
          byVersion.entrySet().stream()
              .map(e -> e.getKey() + " for " + String.join(", ", e.getValue()))
              .collect(Collectors.joining("; ")));
    }
  }

  private void scripts(String name, List<@Nullable PackageFacts> all) {
    Set<String> scripts = new LinkedHashSet<>();
    present(all).forEach(p -> scripts.addAll(p.scripts().keySet()));
    for (String script : scripts) {
      List<String> texts = new ArrayList<>();
      List<String> neutral = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        PackageFacts facts = all.get(i);
        if (facts != null) {
          String text = facts.scripts().getOrDefault(script, "");
          texts.add(text);
          neutral.add(trees.get(i).names().neutralText(text));
        }
      }
      if (texts.stream().distinct().count() > 1) {
        boolean namesOnly = neutral.stream().distinct().count() == 1;
        add(
            Category.S1,
            name + "." + script,
            name,
            "differs between architectures, "
                + (namesOnly ? "in their names only" : "in what it does"));
      } else {
        Matcher asks = ASKS.matcher(texts.getFirst());
        if (asks.find()) {
          add(Category.S1, name + "." + script, name, "asks for the architecture: " + asks.group());
        }
      }
      Matcher rights = RIGHTS.matcher(texts.getFirst());
      if (rights.find()) {
        add(Category.X1, name + "." + script, name, "gives rights: " + rights.group().strip());
      }
    }
  }

  private static Stream<PackageFacts> present(List<@Nullable PackageFacts> all) {
    return all.stream().filter(Objects::nonNull);
  }

  private void configurationFiles(String name, List<@Nullable PackageFacts> all) {
    Set<String> paths = new LinkedHashSet<>();
    present(all).forEach(p -> paths.addAll(p.configurationFiles()));
    for (String path : paths) {
      List<String> digests =
          trees.stream()
              .map(t -> t.files().get(t.names().neutral(path)))
              .filter(Objects::nonNull)
              .map(FileFacts::digest)
              .toList();
      if (digests.stream().distinct().count() > 1) {
        add(Category.S1, path, name, "conffile that differs between architectures");
      }
    }
  }

  private void generators(String name, List<@Nullable PackageFacts> all) {
    PackageFacts facts = present(all).findFirst().orElseThrow();
    GENERATORS.forEach((command, made) -> {
      Pattern word =
          Pattern.compile("(?m)^(?!\\s*#).*(?<![\\w.-])" + Pattern.quote(command) + "(?![\\w.-])");
      facts.triggers().stream()
          .filter(t -> word.matcher(t).find())
          .findFirst()
          .ifPresent(t -> add(Category.D2, made, name, "trigger: " + t));
      facts
          .scripts()
          .forEach((script, text) -> {
            if (word.matcher(text).find()) {
              add(Category.D2, made, name, script + " runs " + command);
            }
          });
    });
  }
}
