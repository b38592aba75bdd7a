package dev.elfwright.livepatch.build;

import dev.elfwright.livepatch.LivepatchRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's build system as the headers package has it, asked for the commands by which it would
 * make object files. The folder's own Makefile decides about flags, about what is built in and what
 * is a module: nothing is repeated here, so nothing can be forgotten.
 */
final class Kbuild {
  private static final Pattern MODULE_NAME = Pattern.compile("-DKBUILD_MODNAME='\"([^\"]*)\"'");
  private static final Pattern INCLUDE = Pattern.compile("-I *(/\\S+)");

  /** How a command is noted down; since Linux 6.3 as a saved one. */
  private static final Pattern NOTED = Pattern.compile("; printf '%s\\\\n' '(saved)?cmd_");

  private static final Pattern MISSING = Pattern.compile("No rule to make target '([^']+)'");

  /**
   * Where variables are while code runs is the half of debugging information, and nobody asks for
   * it.
   */
  private static final String APART =
      " -ffunction-sections -fdata-sections -fno-var-tracking -fno-var-tracking-assignments";

  /**
   * A kernel that checks indirect branches (CONFIG_X86_KERNEL_IBT) has objtool write into vmlinux
   * and into a module of several files once these are linked ({@code delay-objtool} in {@code
   * scripts/Makefile.lib}), and into a module of one file as it is compiled. Here each file is
   * taken for such a one, so that objtool makes jumps of it into what they are in the kernel.
   */
  private static final String EACH_BY_OBJTOOL = "is-single-obj-m=y";

  private static final int MOST_MISSING = 10;

  private final ObjectTree tree;
  private final OptionAnswers answers;
  private final Path include;
  private final @Nullable Path overlay;

  /**
   * The build system of a tree.
   *
   * @param answers what the compiler has said of its options
   * @param include a folder of headers that files may include and the tree does not have
   */
  Kbuild(ObjectTree tree, OptionAnswers answers, Path include) {
    this(tree, answers, include, null);
  }

  private Kbuild(ObjectTree tree, OptionAnswers answers, Path include, @Nullable Path overlay) {
    this.tree = tree;
    this.answers = answers;
    this.include = include;
    this.overlay = overlay;
  }

  /** The same with the headers of a copy of the source before those of the package. */
  Kbuild withHeadersOf(Path copy) {
    return new Kbuild(tree, answers, include, copy);
  }

  /**
   * How one source file is compiled.
   *
   * @param path the file, from the top of the source on
   * @param before lines for a shell that make files which it includes
   * @param shell a line for a shell that compiles it
   * @param module the module that it belongs to, empty for vmlinux
   */
  record Unit(String path, List<String> before, String shell, String module) {
    /** {@code vmlinux} or the module. */
    String object() {
      return module.isEmpty() ? "vmlinux" : module;
    }
  }

  /**
   * The commands for some files of a copy of the source.
   *
   * @param optional those of the files that may be of another configuration; they are left out then
   * @throws LivepatchRefusedException when the build has no command for another one
   */
  List<Unit> units(Path copy, List<String> paths, Set<String> optional) throws IOException {
    SequencedMap<Path, List<String>> byFolder = new LinkedHashMap<>();
    for (String path : paths) {
      byFolder.computeIfAbsent(makefileFolder(copy, path), _ -> new ArrayList<>()).add(path);
    }
    for (Path folder : byFolder.keySet()) {
      tree.showFolder(copy, copy.relativize(folder));
    }
    List<Unit> units = new ArrayList<>();
    for (Question q : questions(copy, byFolder)) {
      units.addAll(units(copy, q.paths, answer(copy, q), optional));
    }
    return units;
  }

  /** One after the first, for that learns of the compiler what the others need. */
  private List<Question> questions(Path copy, SequencedMap<Path, List<String>> byFolder)
      throws IOException {
    try {
      return Stream.of(
              byFolder.entrySet().stream().limit(1),
              byFolder.entrySet().stream().skip(1).toList().parallelStream())
          .flatMap(folders ->
              folders.map(e -> question(copy, e.getKey(), e.getValue())).toList().stream())
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** What make is asked, and what it said. */
  private record Question(
      String what, List<String> command, List<String> paths, Optional<String> printed) {}

  private Question question(Path copy, Path folder, List<String> paths) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("make", "-n", "V=1", "-C", tree.folder().toString(), "M=" + folder));
    command.add(EACH_BY_OBJTOOL);
    command.add("KCFLAGS=-fmacro-prefix-map=" + copy + "/= -idirafter " + include);
    for (String path : paths) {
      command.add(objectOf(folder.relativize(copy.resolve(path)).toString()));
    }
    String what = "make " + folder.getFileName();
    try {
      return new Question(what, command, paths, Optional.of(asked(what, command)));
    } catch (LivepatchRefusedException e) {
      return new Question(what, command, paths, Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String asked(String what, List<String> command) throws IOException {
    return Command.run(what, tree.folder(), answers.environment(), command);
  }

  /** Folders without a Makefile are built by the one above. */
  private static Path makefileFolder(Path copy, String path) {
    Path below = Path.of(path);
    while (below.getNameCount() > 1) {
      below = below.subpath(0, below.getNameCount() - 1);
      Path folder = copy.resolve(below);
      if (Files.exists(folder.resolve("Makefile")) || Files.exists(folder.resolve("Kbuild"))) {
        return folder;
      }
    }
    return copy;
  }

  private List<Unit> units(Path copy, List<String> paths, String printed, Set<String> optional) {
    List<Unit> units = new ArrayList<>();
    for (String path : paths) {
      Optional<Unit> unit = unit(copy, path, printed);
      if (unit.isEmpty() && !optional.contains(path)) {
        throw new LivepatchRefusedException(
            path + ": the kernel's build has no command for it; is it part of this configuration?");
      }
      unit.ifPresent(units::add);
    }
    return units;
  }

  /**
   * What the headers package lacks of the build is made or taken from the source: by one at a time,
   * and when nobody reads the tree.
   */
  private String answer(Path copy, Question question) throws IOException {
    if (question.printed.isPresent()) {
      return question.printed.get();
    }
    for (int missing = 0; ; missing++) {
      try {
        return asked(question.what, question.command);
      } catch (LivepatchRefusedException e) {
        Matcher m = MISSING.matcher(e.getMessage());
        if (missing == MOST_MISSING || !m.find()) {
          throw e;
        }
        tree.complete(copy, m.group(1));
      }
    }
  }

  private static String objectOf(String source) {
    return source.substring(0, source.length() - 2) + ".o";
  }

  /**
   * Of each command make prints the line that is to be run, with what cleans up when it is stopped,
   * and one that is to be noted down, with quotes in quotes. The first is wanted, without the
   * cleaning.
   */
  private Optional<Unit> unit(Path copy, String path, String printed) {
    String source = copy.resolve(path).toString();
    String compiles = " -c -o " + objectOf(source) + " " + source;
    List<String> before = new ArrayList<>();
    for (String line : printed.split("\n")) {
      int trap = line.indexOf("kill -s PIPE");
      if (trap < 0) {
        continue;
      }
      String shell = line.substring(line.indexOf("; ", trap) + 2);
      int noted = shell.indexOf("; scripts/basic/fixdep");
      if (noted >= 0 && shell.substring(0, noted).contains(compiles)) {
        shell = shell.substring(0, noted).strip();
        Matcher name = MODULE_NAME.matcher(shell);
        boolean isModule = shell.contains(" -DMODULE ");
        return Optional.of(
            new Unit(
                path, before, repaired(copy, shell), isModule && name.find() ? name.group(1) : ""));
      }
      Matcher end = NOTED.matcher(shell);
      if (end.find()) {
        before.add(shell.substring(0, end.start()).strip());
      }
    }
    return Optional.empty();
  }

  /** Folders of the source that a Makefile names are looked for among the headers by kbuild. */
  private String repaired(Path copy, String shell) {
    Path headers = tree.sourceOfHeaders();
    Path over = overlay;
    return INCLUDE
        .matcher(over == null ? shell : new Overlay(headers, over).over(shell))
        .replaceAll(m -> {
          String below = m.group(1).replaceFirst("^" + Pattern.quote(headers + "/"), "");
          boolean isThere = below.equals(m.group(1)) || Files.exists(Path.of(m.group(1)));
          String path =
              isThere ? m.group(1) : below.startsWith("/") ? below : copy.resolve(below).toString();
          return Matcher.quoteReplacement("-I" + path);
        });
  }

  /**
   * A file as the kernel's build compiles it, and the same apart.
   *
   * @param whole the object file that is to be compared with the kernel
   * @param apart one with a section for each function and variable: in one section assemblers fill
   *     in the distances between functions, and nobody could tell any more who calls whom
   */
  record Original(Path whole, Path apart) {}

  /** Compiles a file once for both, as they differ in no instruction. */
  Original compileOriginal(Unit unit, Path copy) throws IOException {
    String source = copy.resolve(unit.path()).toString();
    String stem = source.substring(0, source.length() - 2);
    Shell shell = Shell.of(unit, source);
    Path assembly = Path.of(stem + ".apart.s");
    Path merged = Path.of(stem + ".whole.s");
    run(unit, shell.compiler + APART + " -w -S -o " + assembly + " " + source);
    MergedSections.write(assembly, merged);
    Path whole = Path.of(stem + ".o");
    Path apart = Path.of(stem + ".apart.o");
    run(unit, shell.assembled(assembly, apart));
    try {
      run(unit, shell.assembled(merged, whole));
    } catch (LivepatchRefusedException e) {
      return new Original(compileWhole(unit, copy), apart);
    }
    return new Original(whole, apart);
  }

  /** Compiles a file as the kernel's build does, step by step. */
  Path compileWhole(Unit unit, Path copy) throws IOException {
    run(unit, unit.shell());
    return Path.of(objectOf(copy.resolve(unit.path()).toString()));
  }

  /** Compiles a file of another copy of the source, with its parts apart. */
  Path compileApart(Unit unit, Path from, Path copy) throws IOException {
    run(
        unit,
        unit.shell()
            .replace(from.toString(), copy.toString())
            .replace(" -c -o ", APART + " -c -o "));
    return Path.of(objectOf(copy.resolve(unit.path()).toString()));
  }

  /** A line that compiles, before the names of files, and what is done to the object file then. */
  private record Shell(String compiler, String object, String after) {
    static Shell of(Unit unit, String source) {
      String files = " -c -o " + objectOf(source) + " " + source;
      int at = unit.shell().indexOf(files);
      return new Shell(
          unit.shell().substring(0, at),
          objectOf(source),
          unit.shell().substring(at + files.length()).strip().replaceFirst("^; *", ""));
    }

    String assembled(Path assembly, Path target) {
      String made = after.isEmpty() ? "" : "; " + after.replace(object, target.toString());
      return compiler + " -g0 -c -o " + target + " " + assembly + made;
    }
  }

  private void run(Unit unit, String shell) throws IOException {
    run("compiling " + unit.path(), shell);
  }

  /** Debian's objtool of Linux 6.12 asks what make tells all that it runs. */
  private void run(String what, String shell) throws IOException {
    String line = "set -e; export SRCARCH=x86; " + shell;
    String _ = Command.run(what, tree.folder(), List.of("sh", "-c", line));
  }

  /**
   * The types of what a file exports, as genksyms sees them, in a file; and the versions that are
   * made of them.
   *
   * @return what genksyms prints: a line {@code #SYMVER NAME 0xCRC} for each export
   */
  String exports(Unit unit, Path from, Path copy, Path types) throws IOException {
    String source = copy.resolve(unit.path()).toString();
    String compile = " -c -o " + objectOf(source) + " " + source;
    String shell = unit.shell().replace(from.toString(), copy.toString());
    String flags = shell.substring(0, Math.max(0, shell.indexOf(compile)));
    return Command.run(
        "versions of exports of " + unit.path(),
        tree.folder(),
        List.of(
            "sh",
            "-c",
            "%s -E -D__GENKSYMS__ -o '%s.i' '%s' && scripts/genksyms/genksyms -T '%s' -r /dev/null < '%s.i'"
                .formatted(flags, types, source, types, types)));
  }

  /** Makes the files that a file includes and that are made by the build. */
  void prepare(Unit unit, Path from, Path copy) throws IOException {
    for (String line : unit.before()) {
      String shell = line.replace(from.toString(), copy.toString());
      run("making what " + unit.path() + " includes", shell);
    }
  }

  /**
   * Compiles a file that is no part of the kernel, as one of its files is.
   *
   * @param from the copy of the source that the unit is of
   */
  Path compileLike(Unit unit, Path from, Path file) throws IOException {
    Shell shell = Shell.of(unit, from.resolve(unit.path()).toString());
    Path object = Path.of(objectOf(file.toString()));
    run("compiling " + file.getFileName(), shell.assembled(file, object));
    return object;
  }

  /** Links object files to a module. */
  void module(List<Path> objects, Path module) throws IOException {
    List<String> command = new ArrayList<>(List.of("ld", "-m", "elf_x86_64", "-r"));
    command.addAll(List.of("-z", "noexecstack", "--build-id=sha1", "-T", tree.linkerScript()));
    command.addAll(List.of("-o", module.toString()));
    objects.forEach(o -> command.add(o.toString()));
    String _ = Command.run("linking the module", tree.folder(), command);
  }
}
