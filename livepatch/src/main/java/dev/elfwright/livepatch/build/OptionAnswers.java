package dev.elfwright.livepatch.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the compiler has answered when kbuild asked whether it knows an option. Linux 6.1 asks some
 * thirty times before it says how a file is compiled, which takes longer than compiling it; the
 * answers are those of the same compiler, so they are kept for the next folder and the next build.
 */
final class OptionAnswers {
  private static final Pattern ANSWER = Pattern.compile("answer/[^\\s$]+ := y");

  private final Path rules;
  private final Path answers;
  private final Path work;

  private OptionAnswers(Path rules, Path answers, Path work) {
    this.rules = rules;
    this.answers = answers;
    this.work = work;
  }

  /**
   * Those that are kept in a folder, which is made when it is not there, or in that of the build
   * when it cannot be written to. What a full disk has left of them make could not read, and is
   * asked again.
   *
   * @param work where the build happens
   */
  static OptionAnswers in(Path folder, Path work) throws IOException {
    Path answers = (isWritable(folder) ? folder : work).toAbsolutePath().resolve("option-answers");
    if (Files.exists(answers) && !isWhole(answers)) {
      Files.delete(answers);
    }
    Path rules = work.resolve("option-answers.mk");
    try (InputStream in = OptionAnswers.class.getResourceAsStream("option-answers.mk")) {
      long _ = Files.copy(Objects.requireNonNull(in, "option-answers.mk"), rules);
    }
    return new OptionAnswers(rules, answers, work);
  }

  private static boolean isWritable(Path folder) {
    try {
      return Files.isWritable(Files.createDirectories(folder));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isWhole(Path answers) throws IOException {
    try (Stream<String> lines = Files.lines(answers)) {
      return lines.allMatch(ANSWER.asMatchPredicate());
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof MalformedInputException) {
        return false;
      }
      throw e.getCause();
    }
  }

  /** What make has to find in its environment. */
  Map<String, String> environment() {
    return Map.of(
        "MAKEFILES", rules.toString(),
        "ELFWRIGHT_ANSWERS", answers.toString(),
        "ELFWRIGHT_WORK", work.toString());
  }
}
