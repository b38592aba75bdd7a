package dev.elfwright.link.oracle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** glibc's loader, asked. */
public final class RealLoader {
  private static final String LOADER = "/lib64/ld-linux-x86-64.so.2";
  private static final Pattern BINDING =
      Pattern.compile(
          "\\s*\\d+:\\tbinding file (.*) \\[0\\] to (.*) \\[0\\]:"
              + " (\\w+) symbol `(.*?)'(?: \\[(.*)\\])?");
  private static final Pattern INIT = Pattern.compile("\\s*\\d+:\\tcalling init: (.*)");

  private final Map<String, String> environment;

  /** Asks with these environment variables, and no other LD_ variable. */
  public RealLoader(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Asks without any LD_ variable. */
  public RealLoader() {
    this(Map.of());
  }

  private ProcessBuilder process(List<String> command) {
    ProcessBuilder builder = plain(command);
    builder.environment().putAll(environment);
    return builder;
  }

  private static ProcessBuilder plain(List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectInput(Path.of("/dev/null").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LD_"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  /**
   * {@code ld.so --list}: one line for each library in the order of loading, {@code name => path},
   * or the name alone where both are the same, without addresses and without the kernel's vDSO.
   */
  public List<String> list(Path program) {
    return lines(process(List.of(LOADER, "--list", program.toString())));
  }

  /**
   * The same from {@code LD_TRACE_LOADED_OBJECTS=1}, as ldd asks: the kernel starts the program, so
   * links to it are followed, and a missing library is a line and not the end.
   */
  public List<String> trace(Path program) {
    ProcessBuilder builder = process(List.of(program.toString()));
    builder.environment().put("LD_TRACE_LOADED_OBJECTS", "1");
    return lines(builder);
  }

  private static List<String> lines(ProcessBuilder builder) {
    try {
      Process process = builder.redirectErrorStream(true).start();
      List<String> lines = new ArrayList<>();
      for (String line : process.inputReader(StandardCharsets.ISO_8859_1).lines().toList()) {
        String text = line.strip().replaceFirst(" \\(0x[0-9a-f]+\\)$", "");
        if (!text.startsWith("linux-vdso") && !text.equals("statically linked")) {
          lines.add(text);
        }
      }
      process.waitFor();
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * {@code LD_BIND_NOW=1 LD_DEBUG=bindings}: every binding before the first constructor, one line
   * each: {@code from -> to kind symbol version}. What the loader looks up in the vDSO is left out:
   * that is no relocation of any file.
   */
  public Set<String> bindings(Path program) {
    Set<String> found = new TreeSet<>();
    debug(
        program,
        line -> {
          Matcher binding = BINDING.matcher(line);
          if (binding.matches() && !binding.group(1).startsWith("linux-vdso")) {
            found.add(
                "%s -> %s %s %s %s"
                    .formatted(
                        binding.group(1),
                        binding.group(2),
                        binding.group(3),
                        binding.group(4),
                        binding.group(5)));
          }
          return !line.contains("\tcalling init: ") && !line.contains("\tcalling preinit: ");
        });
    return found;
  }

  /** The objects whose constructors run at the start, in their order; the program is not named. */
  public List<String> constructors(Path program) {
    List<String> found = new ArrayList<>();
    debug(
        program,
        line -> {
          Matcher init = INIT.matcher(line);
          if (init.matches()) {
            found.add(init.group(1));
          }
          return !line.contains("\tinitialize program: ");
        });
    return found;
  }

  private interface Line {
    boolean goOn(String line);
  }

  private void debug(Path program, Line each) {
    List<String> variables = new ArrayList<>(List.of("LD_BIND_NOW=1", "LD_DEBUG=bindings,files"));
    environment.forEach((name, value) -> variables.add(name + "=" + value));
    ProcessBuilder builder =
        plain(StopAtEntry.command(variables, List.of(program.toString())))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = builder.start();
      int lines = 0;
      try (BufferedReader text = process.errorReader(StandardCharsets.ISO_8859_1)) {
        boolean more = true;
        for (String line = text.readLine(); line != null; line = text.readLine()) {
          more = more && each.goOn(line);
          lines++;
        }
      }
      int code = process.waitFor();
      if (code != 0 || lines == 0) {
        throw new AssertionError(
            "%s did not reach its entry point: %d, %d lines".formatted(program, code, lines));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Every file in /usr/bin and /usr/sbin, in the order of their names.
   *
   * @param links whether to give the symbolic links, or else the files that are none
   */
  public static List<Path> programs(boolean links) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String folder : List.of("/usr/bin", "/usr/sbin")) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        files
            .filter(file -> Files.isRegularFile(file) && Files.isSymbolicLink(file) == links)
            .sorted()
            .forEach(found::add);
      }
    }
    return found;
  }
}
