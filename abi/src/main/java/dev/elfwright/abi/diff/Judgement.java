package dev.elfwright.abi.diff;

import dev.elfwright.abi.consumer.Consumer;
import dev.elfwright.abi.consumer.ConsumerSearch;
import dev.elfwright.abi.consumer.ConsumerSearch.Elsewhere;
import dev.elfwright.abi.consumer.KnownTypes;
import dev.elfwright.abi.library.LibraryAbi;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.debug.DebugFiles;
import dev.elfwright.link.graph.SearchEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What changes of a library do to the programs that were looked at.
 *
 * @param verdicts one for each program or library that uses it
 * @param elsewhere files that load another library of its name, and so are not judged
 * @param searched how many ELF files were looked at
 * @param unreadable files that look like ELF and are malformed, each with the reason
 */
public record Judgement(
    List<Verdict> verdicts, List<Elsewhere> elsewhere, int searched, List<String> unreadable) {
  /** Copies the lists. */
  public Judgement {
    verdicts = List.copyOf(verdicts);
    elsewhere = List.copyOf(elsewhere);
    unreadable = List.copyOf(unreadable);
  }

  /**
   * Judges files and what lies below folders, as {@link ConsumerSearch} finds it.
   *
   * @param library the library as the programs know it
   * @param debugFiles where debugging information of programs lies
   * @param environment what the programs' libraries are searched with
   * @throws IOException when a path is not there or cannot be read
   * @throws ElfFormatException when a file that is named is not ELF, or malformed
   */
  public static Judgement of(
      LibraryAbi library,
      List<Change> changes,
      List<Path> paths,
      DebugFiles debugFiles,
      SearchEnvironment environment)
      throws IOException {
    ConsumerSearch search = ConsumerSearch.of(library, paths, environment);
    List<String> unreadable = new ArrayList<>(search.unreadable());
    List<Verdict> verdicts = new ArrayList<>();
    for (Consumer consumer : search.consumers()) {
      verdicts.add(judge(changes, consumer, debugFiles, unreadable));
    }
    return new Judgement(verdicts, search.elsewhere(), search.searched(), unreadable);
  }

  /**
   * The same where only some symbols matter, as for changes of one variable.
   *
   * @throws IOException when a path is not there or cannot be read
   * @throws ElfFormatException when a file that is named is not ELF, or malformed
   */
  public static Judgement ofSymbols(
      LibraryAbi library,
      List<Change> changes,
      List<Path> paths,
      Set<String> symbols,
      SearchEnvironment environment)
      throws IOException {
    ConsumerSearch search = ConsumerSearch.of(library, paths, new HashSet<>(symbols), environment);
    return new Judgement(
        search.consumers().stream().map(c -> Verdict.of(changes, c)).toList(),
        search.elsewhere(),
        search.searched(),
        search.unreadable());
  }

  /** Debugging information is read only where it can acquit. */
  private static Verdict judge(
      List<Change> changes, Consumer consumer, DebugFiles debugFiles, List<String> unreadable)
      throws IOException {
    Verdict verdict = Verdict.of(changes, consumer);
    boolean dependsOnTypes =
        verdict.breaks().stream().anyMatch(b -> b.change().victims() instanceof Victims.TypeUsers);
    if (!dependsOnTypes) {
      return verdict;
    }
    try {
      return Verdict.of(changes, consumer.withTypes(KnownTypes.of(consumer.file(), debugFiles)));
    } catch (ElfFormatException e) {
      unreadable.add(String.valueOf(e.getMessage()));
      return verdict;
    }
  }

  /** Whether a program is broken. */
  public boolean isBreaking() {
    return verdicts.stream().anyMatch(Verdict::isBroken);
  }
}
