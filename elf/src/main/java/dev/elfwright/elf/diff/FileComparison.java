package dev.elfwright.elf.diff;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.archive.Archive;
import dev.elfwright.elf.archive.ArchiveMember;
import dev.elfwright.elf.diff.Subject.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Compares what two paths name: ELF files by meaning, archives by member, folders by name, and
 * everything else byte by byte. What differs is handed on as it is found, in the order of names.
 */
public final class FileComparison {
  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

  private final Addresses addresses;
  private final Consumer<FileDiff> differences;

  /** Takes the pairs that differ; of those that do not nothing is said. */
  public FileComparison(Addresses addresses, Consumer<FileDiff> differences) {
    this.addresses = addresses;
    this.differences = differences;
  }

  /**
   * Compares two files, or two folders with all that is below.
   *
   * @throws IOException when something cannot be read, or one path is a folder and one is not
   * @throws ElfFormatException when a file that begins as ELF or an archive is malformed
   */
  public void compare(Path before, Path after) throws IOException {
    if (Files.isDirectory(before) && Files.isDirectory(after)) {
      folders(before, after);
    } else {
      files(before, after);
    }
  }

  private void folders(Path before, Path after) throws IOException {
    Set<Path> old = below(before);
    Set<Path> now = below(after);
    Set<Path> all = new TreeSet<>(old);
    all.addAll(now);
    for (Path name : all) {
      if (old.contains(name) && now.contains(name)) {
        entries(before.resolve(name), after.resolve(name));
      } else {
        presence(before, after, name.toString(), now.contains(name));
      }
    }
  }

  private static Set<Path> below(Path folder) throws IOException {
    Set<Path> found = new TreeSet<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() || attributes.isSymbolicLink()) {
              found.add(folder.relativize(file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  private void entries(Path before, Path after) throws IOException {
    boolean link = Files.isSymbolicLink(before);
    if (link != Files.isSymbolicLink(after)) {
      altered(before, after, "kind", link ? "link" : "file", link ? "file" : "link");
    } else if (!link) {
      files(before, after);
    } else {
      String old = Files.readSymbolicLink(before).toString();
      String now = Files.readSymbolicLink(after).toString();
      if (!old.equals(now)) {
        altered(before, after, "target", old, now);
      }
    }
  }

  private void files(Path before, Path after) throws IOException {
    byte[] old = start(before);
    byte[] now = start(after);
    if (Arrays.equals(old, ELF) && Arrays.equals(now, ELF)) {
      try (ElfModel a = Elf.open(before);
          ElfModel b = Elf.open(after)) {
        elf(a, b);
      }
    } else if (isArchive(old) && isArchive(now)) {
      try (Archive a = Archive.open(before);
          Archive b = Archive.open(after)) {
        archives(a, b);
      }
    } else if (Files.mismatch(before, after) >= 0) {
      altered(
          before, after, "content", Files.size(before) + " bytes", Files.size(after) + " bytes");
    }
  }

  private static byte[] start(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(ELF.length);
    }
  }

  private static boolean isArchive(byte[] start) {
    String text = new String(start, StandardCharsets.ISO_8859_1);
    return text.equals("!<ar") || text.equals("!<th");
  }

  private void elf(ElfModel before, ElfModel after) {
    FileDiff diff = ElfDiff.between(before, after, addresses);
    if (!diff.changes().isEmpty()) {
      differences.accept(diff);
    }
  }

  private void archives(Archive before, Archive after) throws IOException {
    Map<String, ArchiveMember> old = members(before);
    Map<String, ArchiveMember> now = members(after);
    Set<String> all = new TreeSet<>(old.keySet());
    all.addAll(now.keySet());
    for (String name : all) {
      ArchiveMember a = old.get(name);
      ArchiveMember b = now.get(name);
      if (a == null || b == null) {
        presence(Path.of(before.file()), Path.of(after.file()), name, b != null);
      } else if (a.isElf() && b.isElf()) {
        elf(a.elf(), b.elf());
      } else if (a.contents().mismatch(b.contents()) >= 0) {
        altered(a, b, "content", a.size() + " bytes", b.size() + " bytes");
      }
    }
  }

  /** Members by name; equal names are numbered from the second on. */
  private static Map<String, ArchiveMember> members(Archive archive) {
    Map<String, ArchiveMember> found = new TreeMap<>();
    Map<String, Integer> repeats = new TreeMap<>();
    for (ArchiveMember member : archive.members()) {
      int number = repeats.merge(member.name(), 1, Integer::sum);
      found.put(number == 1 ? member.name() : member.name() + " #" + number, member);
    }
    return found;
  }

  private void presence(Path before, Path after, String name, boolean added) {
    Subject file = new Subject(Kind.FILE, name);
    Change change = added ? new Change.Added(file, List.of()) : new Change.Removed(file, List.of());
    differences.accept(new FileDiff(before.toString(), after.toString(), List.of(change)));
  }

  private void altered(Object before, Object after, String property, String old, String now) {
    Subject file = new Subject(Kind.FILE, before.toString());
    differences.accept(
        new FileDiff(
            before.toString(),
            after.toString(),
            List.of(new Change.Altered(file, property, old, now))));
  }
}
