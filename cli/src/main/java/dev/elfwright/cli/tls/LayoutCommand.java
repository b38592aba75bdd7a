package dev.elfwright.cli.tls;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.InputException;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.ProgressBar;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.link.graph.SearchEnvironment;
import dev.elfwright.tls.GlibcVersion;
import dev.elfwright.tls.TlsFiles;
import dev.elfwright.tls.TlsLayout;
import dev.elfwright.tls.TlsOptions;
import dev.elfwright.tls.Tunables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright tls layout}. */
final class LayoutCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "layout",
            "Show who has how much of a program's static TLS block, what is free, and whether"
                + " libraries that it opens later find room.",
            "Runs nothing. Follows glibc: its search, scopes and versions, the packing of the"
                + " block, the surplus, tunables and audit modules; before and since 2.32."
                + " LD_PRELOAD, LD_LIBRARY_PATH, LD_AUDIT and GLIBC_TUNABLES of the environment"
                + " count unless options say otherwise. Exit code 1 when a program does not start"
                + " or a dlopen fails; then the smallest cures are named.");
    spec.addPositional(Options.arguments("0..*", "1..*", "PROGRAM", "Programs."));
    new CallOptions().addTo(spec);
    spec.addOption(
        Options.values(
            "--used",
            "LIB",
            "A library whose variables are used as soon as it is loaded: what is dynamic then stays"
                + " so."));
    spec.addOption(Options.value("TUNABLES", "Instead of GLIBC_TUNABLES.", "--tunables").build());
    spec.addOption(Options.values("--audit", "LIB", "Instead of LD_AUDIT."));
    spec.addOption(Options.values("--preload", "LIB", "Instead of LD_PRELOAD."));
    spec.addOption(
        Options.value(
                "VERSION",
                "The rules of this release of glibc, such as 2.31, instead of that of the libc that"
                    + " is found.",
                "--glibc")
            .build());
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    TlsOptions options = options(arguments);
    List<TlsLayout> layouts = layouts(arguments, options, terminal);
    if (arguments.hasMatchedOption("--json")) {
      terminal.out().print(Json.of(layouts.stream().map(LayoutReport::of).toList()));
    } else {
      layouts.forEach(layout -> LayoutText.print(layout, terminal.out()));
    }
    return layouts.stream().allMatch(TlsLayout::isGood) ? ExitCode.OK : ExitCode.FINDING;
  }

  private static List<TlsLayout> layouts(
      ParseResult arguments, TlsOptions options, Terminal terminal) throws IOException {
    String[] programs = arguments.matchedPositionalValue(0, new String[0]);
    TlsFiles files = new TlsFiles();
    AtomicInteger done = new AtomicInteger();
    try (var bar = new ProgressBar(terminal)) {
      return Stream.of(programs)
          .parallel()
          .map(program -> {
            TlsLayout layout = layout(Path.of(program), options, files);
            bar.update("loading", done.incrementAndGet(), programs.length);
            return layout;
          })
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static TlsLayout layout(Path program, TlsOptions options, TlsFiles files) {
    try {
      return TlsLayout.of(program, options, files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TlsOptions options(ParseResult arguments) {
    SearchEnvironment environment = SearchEnvironment.current();
    if (arguments.hasMatchedOption("--preload")) {
      List<String> names = list(arguments, "--preload");
      environment = environment.withPreload(names);
    }
    String tunables =
        arguments.matchedOptionValue(
            "--tunables", System.getenv().getOrDefault("GLIBC_TUNABLES", ""));
    TlsOptions options =
        TlsOptions.of(environment)
            .withTunables(Tunables.parse(tunables))
            .withAudit(audit(arguments))
            .withCalls(CallOptions.of(arguments))
            .withUsed(paths(list(arguments, "--used")));
    if (arguments.hasMatchedOption("--glibc")) {
      String text = arguments.matchedOptionValue("--glibc", "");
      return options.withGlibc(
          GlibcVersion.parse(text)
              .orElseThrow(
                  () -> new InputException("--glibc " + text + ": expected such as 2.36")));
    }
    return options;
  }

  private static List<String> audit(ParseResult arguments) {
    return arguments.hasMatchedOption("--audit")
        ? list(arguments, "--audit")
        : Stream.of(System.getenv().getOrDefault("LD_AUDIT", "").split(":"))
            .filter(name -> !name.isEmpty())
            .toList();
  }

  private static List<String> list(ParseResult arguments, String option) {
    return List.of(arguments.matchedOptionValue(option, new String[0]));
  }

  private static Set<Path> paths(List<String> names) {
    return names.stream()
        .map(name -> Path.of(name).toAbsolutePath().normalize())
        .collect(Collectors.toSet());
  }
}
