package dev.elfwright.packages;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The members of a package's control archive beside {@code control} itself. */
public final class ControlFiles {
  /** Scripts that dpkg runs (Debian Policy 6). */
  public static final List<String> SCRIPTS =
      List.of("preinst", "postinst", "prerm", "postrm", "config");

  private final SequencedMap<String, byte[]> members;

  ControlFiles(SequencedMap<String, byte[]> members) {
    this.members = new LinkedHashMap<>(members);
  }

  /** Maintainer scripts by name, as text; bytes that are not UTF-8 are replaced. */
  public SequencedMap<String, String> scripts() {
    SequencedMap<String, String> scripts = new LinkedHashMap<>();
    for (String name : SCRIPTS) {
      byte[] content = members.get(name);
      if (content != null) {
        scripts.put(name, new String(content, StandardCharsets.UTF_8));
      }
    }
    return scripts;
  }

  /** Paths of files that an upgrade keeps as the user changed them (deb-conffiles(5)). */
  public List<String> configurationFiles() {
    return lines("conffiles").stream()
        .map(line -> line.replaceFirst("^remove-on-upgrade\\s+", ""))
        .toList();
  }

  /** Lines of {@code triggers}: interest, activate and their kin (deb-triggers(5)). */
  public List<String> triggers() {
    return lines("triggers").stream().filter(line -> !line.startsWith("#")).toList();
  }

  /** All members by name, as bytes that belong to the caller. */
  public Map<String, byte[]> all() {
    Map<String, byte[]> copy = new LinkedHashMap<>();
    members.forEach((name, content) -> copy.put(name, content.clone()));
    return copy;
  }

  private List<String> lines(String name) {
    byte[] content = members.getOrDefault(name, new byte[0]);
    return new String(content, StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
